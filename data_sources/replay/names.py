"""The names of a file, and the codes they get in events."""

import re
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b

from data_sources.replay.plan import CategoryUse, Quirk

LONGEST_CODE = 60


def code_of(name: str) -> str:
    """The code of an agency or a category in events: its name in lower case, words joined by underscores.

    A name that is too long, or has no letter or digit, gets a code that ends in a digest of the name.
    """
    words = re.sub(r"[\W_]+", "_", name.casefold()).strip("_")
    if words and len(words) <= LONGEST_CODE:
        return words
    digest = blake2b(name.casefold().encode(), digest_size=4).hexdigest()
    return f"{words[: LONGEST_CODE - len(digest) - 1]}_{digest}".strip("_")


@dataclass(frozen=True, slots=True)
class Named:
    """The names that one row or one event has, as the file writes them; empty where it has none."""

    agency: str = ""
    category: str = ""
    channel: str = ""
    site: str = ""


@dataclass
class Names:
    """The names met in the file, by the code they get in events."""

    agencies: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    sites: dict[str, str] = field(default_factory=dict)
    channels: set[str] = field(default_factory=set)
    uses: Counter[tuple[str, str]] = field(default_factory=Counter)

    def take(self, named: Named) -> list[Quirk]:
        """Note some names; tells where one is spelled otherwise than before."""
        if named.channel:
            self.channels.add(named.channel)
        if named.category:
            self.uses[code_of(named.category), code_of(named.agency) if named.agency else ""] += 1
        pairs = [(self.categories, named.category), (self.agencies, named.agency), (self.sites, named.site)]
        return [Quirk.OTHER_SPELLING for names, name in pairs if name and names.setdefault(code_of(name), name) != name]

    def category_uses(self) -> dict[str, CategoryUse]:
        """Each category, how often it occurs, and the agency that has most of it."""
        return {code: self._use(code, label) for code, label in sorted(self.categories.items())}

    def _use(self, code: str, label: str) -> CategoryUse:
        counts = {agency: n for (category, agency), n in self.uses.items() if category == code}
        known = sorted((-n, agency) for agency, n in counts.items() if agency)
        return CategoryUse(label, sum(counts.values()), known[0][1] if known else "")
