"""What is told of a single complaint: of a sensitive one neither category nor place, of misconduct no agency either.

Misconduct is what a report is about, by its class (with oversight) or by its category; the agency that it names may be
the accused one. What the city's folder does not know, or no longer knows, may have been sensitive and counts as that.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Self

from domain.events import ComplaintClass
from domain.profile import CityProfile


class Secrecy(IntEnum):
    """How much of a complaint is kept back; the greater, the more."""

    NONE = 0
    SENSITIVE = 1
    MISCONDUCT = 2


@dataclass(frozen=True, slots=True)
class Secrets:
    """A city's categories that may be told, and those that are misconduct by themselves."""

    harmless: frozenset[str]
    misconduct: frozenset[str]

    @classmethod
    def from_profile(cls, profile: CityProfile) -> Self:
        """As the city's folder has them."""
        categories = profile.categories.items()
        misconduct = frozenset(code for code, category in categories if category.is_misconduct)
        harmless = frozenset(code for code, category in categories if not category.is_sensitive) - misconduct
        return cls(harmless, misconduct)

    def of(self, category: str, classification: str) -> Secrecy:
        """How secret a complaint of a category and a class is."""
        if classification == ComplaintClass.WITH_OVERSIGHT.value or category in self.misconduct:
            return Secrecy.MISCONDUCT
        return Secrecy.NONE if category in self.harmless else Secrecy.SENSITIVE
