"""The pages of the door as plain HTML: they need no script, and show nothing of the city."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape

from layouts.text_door import DoorWords, door_words

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form."""

    name: str
    label: str
    kind: str = "text"
    autocomplete: str = "off"
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """Another way."""

    href: str
    words: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What a page of the door is called, and its button."""

    heading: str
    button: str


class DoorPages:
    """The forms, in one language."""

    def __init__(self, title: str, language: str, *, is_demonstration: bool) -> None:
        self.words: DoorWords = door_words(language)
        self._common = {
            "title": title,
            "language": language,
            "demonstration": self.words.demonstration if is_demonstration else "",
        }
        loader = FileSystemLoader(TEMPLATES)
        self._template = Environment(loader=loader, autoescape=select_autoescape()).get_template("door.html")

    def sign_in(self, problem: str = "") -> str:
        """Where a person signs in."""
        words = self.words
        fields = (
            Field("login", words.login, autocomplete="username"),
            Field("password", words.password, "password", "current-password"),
            Field("code", words.code, autocomplete="one-time-code", is_needed=False),
        )
        other = (Link("/screen", words.is_a_screen),)
        return self._page(Heading(words.sign_in, words.sign_in_button), fields, problem, links=other)

    def screen(self, problem: str = "") -> str:
        """Where a screen is enrolled."""
        words = self.words
        heading, other = Heading(words.screen, words.screen_button), (Link("/sign-in", words.is_a_person),)
        return self._page(heading, (Field("code", words.screen_code),), problem, words.screen_note, other)

    def password(self, problem: str = "", note: str = "") -> str:
        """Where a person chooses another password."""
        words = self.words
        fields = (
            Field("old", words.old, "password", "current-password"),
            Field("new", words.new, "password", "new-password"),
            Field("again", words.again, "password", "new-password"),
        )
        return self._page(Heading(words.new_password, words.new_password_button), fields, problem, note)

    def _page(
        self, words: Heading, fields: Sequence[Field], problem: str, note: str = "", links: Sequence[Link] = ()
    ) -> str:
        return self._template.render(
            **self._common, words=words, fields=fields, problem=problem, note=note, links=links
        )
