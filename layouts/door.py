"""The pages of the door as plain HTML: they need no script, and show nothing of the city."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, select_autoescape

from domain.single_sign_on import Refusal
from layouts.text_door import DoorWords, door_words
from layouts.text_sign_on import SignOnWords, sign_on_words

TEMPLATES = Path(__file__).with_name("templates")
SIGN_IN_PATH, SIGN_ON_PATH, CODE_PATH = "/sign-in", "/sign-in/oidc", "/sign-in/oidc/code"


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


@dataclass(frozen=True, slots=True)
class Form:
    """Where a form goes, its lines, and another way in above it."""

    action: str
    fields: Sequence[Field]
    other_way: Link | None = None
    divider: str = ""


class DoorPages:
    """The forms, in one language."""

    def __init__(self, title: str, language: str, *, is_demonstration: bool, provider: str = "") -> None:
        self.words: DoorWords = door_words(language)
        self.sign_on: SignOnWords = sign_on_words(language)
        self._provider = provider
        self._common = {
            "title": title,
            "language": language,
            "demonstration": self.words.demonstration if is_demonstration else "",
        }
        loader = FileSystemLoader(TEMPLATES)
        templates = Environment(loader=loader, autoescape=select_autoescape())
        self._template, self._way_out = templates.get_template("door.html"), templates.get_template("way_out.html")

    def sign_in(self, problem: str = "", path: str = "") -> str:
        """Where a person signs in; `path` is where she wanted to go."""
        words = self.words
        fields = (
            Field("login", words.login, autocomplete="username"),
            Field("password", words.password, "password", "current-password"),
            Field("code", words.code, autocomplete="one-time-code", is_needed=False),
        )
        wanted = f"?next={quote(path)}" if path else ""
        form = Form(
            SIGN_IN_PATH + wanted,
            fields,
            Link(SIGN_ON_PATH + wanted, self._named(self.sign_on.sign_in_with)) if self._provider else None,
            self.sign_on.or_with_account,
        )
        other = (Link("/screen", words.is_a_screen),)
        return self._page(Heading(words.sign_in, words.sign_in_button), form, problem, links=other)

    def sign_on_problem(self, refusal: Refusal, login: str) -> str:
        """Why somebody did not come in through the provider."""
        return self._named(self.sign_on.problems[refusal], login)

    def sign_on_code(self) -> str:
        """Where a person whom the provider knows gives a code of ours."""
        words = self.sign_on
        form = Form(CODE_PATH, (Field("code", words.code, autocomplete="one-time-code"),))
        again = (Link(SIGN_IN_PATH, self.words.is_a_person),)
        heading = Heading(words.code_heading, words.code_button)
        return self._page(heading, form, "", self._named(words.code_note), again)

    def still_open_there(self) -> str:
        """The door, for who signed out here while the provider could not be asked to end its session."""
        return self.sign_in(self._named(self.sign_on.still_open_there))

    def way_out(self, address: str) -> str:
        """The page between signing out here and the provider's own end of the session, where it leads by itself."""
        words, link = self.sign_on, Link(address, self._named(self.sign_on.sign_out_there))
        return self._way_out.render(
            **self._common, heading=words.signed_out, note=self._named(words.signed_out_note), link=link
        )

    def screen(self, problem: str = "") -> str:
        """Where a screen is enrolled."""
        words = self.words
        heading, other = Heading(words.screen, words.screen_button), (Link("/sign-in", words.is_a_person),)
        form = Form("/screen", (Field("code", words.screen_code),))
        return self._page(heading, form, problem, words.screen_note, other)

    def password(self, problem: str = "", note: str = "") -> str:
        """Where a person chooses another password."""
        words = self.words
        fields = (
            Field("old", words.old, "password", "current-password"),
            Field("new", words.new, "password", "new-password"),
            Field("again", words.again, "password", "new-password"),
        )
        form = Form("/password", fields)
        return self._page(Heading(words.new_password, words.new_password_button), form, problem, note)

    def _named(self, words: str, login: str = "") -> str:
        return words.format(provider=self._provider, login=login)

    def _page(self, words: Heading, form: Form, problem: str, note: str = "", links: Sequence[Link] = ()) -> str:
        return self._template.render(**self._common, words=words, form=form, problem=problem, note=note, links=links)
