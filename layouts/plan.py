"""The plan of an installation's wall: its kinds of screens, which screen is which, and the scenes they show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from layouts.arrangement import ArrangementError, Scene, parts_for
from layouts.scenes import Turning
from layouts.theme import ScreenProfile


@dataclass(frozen=True, slots=True)
class WallPlan:
    """`usual` is the profile of a screen that says nothing; `by_screen` maps the names of enrolled screens."""

    screens: Mapping[str, ScreenProfile]
    usual: str
    scenes: tuple[Scene, ...]
    by_screen: Mapping[str, str] = field(default_factory=dict)
    turning: Turning = field(default_factory=Turning)

    def screen(self, asked: str = "", name: str = "") -> ScreenProfile:
        """The profile that was asked for, else that of the screen's name, else the usual. Raises ArrangementError."""
        profile = asked or self.by_screen.get(name, self.usual)
        if profile not in self.screens:
            known = ", ".join(self.screens)
            raise ArrangementError(f"profile: expected one of {known}, got {profile[:60]!r}; see wall.profiles")
        return self.screens[profile]

    def titles(self, language: str) -> Mapping[str, str]:
        """What each part that may stand on any screen is called, by its name: complaints-2 is Aduan 2/2."""
        decks = (parts_for(self.scenes, screen) for screen in self.screens)
        return {part.name: part.title(language) for deck in decks for part in deck}
