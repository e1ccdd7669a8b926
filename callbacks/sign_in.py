"""The door's addresses: signing in and out, a screen's code, a demonstration's link, another password."""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from callbacks.gate import COOKIE, PASSWORD_PATH, SECURE_COOKIE, SIGN_OUT_PATH, place, session_here, token_of
from callbacks.services import Services
from callbacks.surfaces import home_of
from domain.identity import Session
from domain.passwords import PasswordError
from domain.single_sign_on import SignOnError
from layouts.door import DoorPages

SCREEN_COOKIE_DAYS = 365
TOO_MANY, WRONG = 429, 401
RETRY_SECONDS = 900
PROVIDER_FAILED = 502


def register(server: Flask, services: Services) -> None:
    """Add the addresses."""
    pages = pages_of(services)
    server.register_blueprint(_persons(services, pages))
    server.register_blueprint(_screens(services, pages))


def pages_of(services: Services) -> DoorPages:
    """The pages of the door as an installation shows them."""
    return DoorPages(
        services.profile.title,
        services.texts.language,
        is_demonstration=services.is_demonstration,
        provider=services.provider_label,
    )


def _persons(services: Services, pages: DoorPages) -> Blueprint:
    routes, door, words = Blueprint("door", __name__), services.door, pages.words

    @routes.get("/sign-in")
    def ask() -> str:
        return pages.sign_in(path=wanted_path())

    @routes.post("/sign-in")
    def sign_in() -> BaseResponse:
        login = request.form.get("login", "")
        if door.is_throttled(login, place()):
            return throttled(pages.sign_in(words.throttled, wanted_path()))
        token = door.sign_in(login, request.form.get("password", ""), request.form.get("code", ""), place())
        if token is None:
            return Response(pages.sign_in(words.wrong, wanted_path()), WRONG)
        return admit(token, wanted_path(), services)

    @routes.post(SIGN_OUT_PATH)
    def sign_out() -> BaseResponse:
        session = session_here()
        door.sign_out(token_of(services.is_tls))
        answer = _farewell(services, pages, session)
        answer.delete_cookie(_cookie(services), secure=services.is_tls, httponly=True, samesite="Lax")
        return answer

    @routes.get(PASSWORD_PATH)
    def ask_password() -> str:
        session = session_here()
        return pages.password(note=words.must_change if session and session.must_change else "")

    @routes.post(PASSWORD_PATH)
    def change_password() -> BaseResponse:
        return _change_password(services, pages)

    return routes


def _change_password(services: Services, pages: DoorPages) -> BaseResponse:
    session, words = session_here(), pages.words
    old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
    if session is None or services.door.is_throttled(session.identity.subject, place()):
        return throttled(pages.password(words.throttled))
    if new != again:
        return Response(pages.password(words.differ), 400)
    try:
        token = services.door.change_password(session, old, new, place())
    except PasswordError:
        return Response(pages.password(words.bad_password), 400)
    if token is None:
        return Response(pages.password(words.wrong), WRONG)
    return admit(token, "", services)


def _screens(services: Services, pages: DoorPages) -> Blueprint:
    routes, door, words = Blueprint("screens", __name__), services.door, pages.words

    @routes.get("/screen")
    def ask() -> str:
        return pages.screen()

    @routes.post("/screen")
    def enrol() -> BaseResponse:
        if door.is_throttled("screen", place()):
            return throttled(pages.screen(words.throttled))
        token = door.enrol(request.form.get("code", ""), place())
        return Response(pages.screen(words.wrong_code), WRONG) if token is None else admit(token, "", services)

    @routes.get("/sign-in/link/<link>")
    def follow(link: str) -> BaseResponse:
        if door.is_throttled("link", place()):
            return throttled(pages.sign_in(words.throttled))
        token = door.follow(link, place())
        return Response(pages.sign_in(words.wrong_link), WRONG) if token is None else admit(token, "", services)

    return routes


def admit(token: str, path: str, services: Services) -> BaseResponse:
    """Hand the browser its session, always a new one, and lead it on: to a path of ours, else to its own page."""
    session = services.door.who(token)
    answer = redirect(path or (home_of(session.identity) if session else "/sign-in"), 303)
    lasts = SCREEN_COOKIE_DAYS * 86_400 if session and session.is_screen else None
    answer.set_cookie(
        _cookie(services), token, max_age=lasts, secure=services.is_tls, httponly=True, samesite="Lax", path="/"
    )
    return answer


def _farewell(services: Services, pages: DoorPages, session: Session | None) -> BaseResponse:
    """What is shown after signing out: the door, or the way on to the provider's own end of the session.

    That way is a page and not a redirect: browsers let a form lead to our own addresses only, and follow its redirects
    with the same rule.
    """
    home = redirect("/sign-in", 303)
    if services.single_sign_on is None or session is None:
        return home
    try:
        way_out = services.single_sign_on.way_out(session.identity.subject, "/sign-in")
    except SignOnError:
        return Response(pages.still_open_there(), PROVIDER_FAILED)
    return Response(pages.way_out(way_out)) if way_out else home


def wanted_path() -> str:
    """Where somebody wanted to go who was led to the door."""
    return own_path(request.args.get("next", ""))


def own_path(words: str) -> str:
    """A path on this server, or nothing: an address that leads elsewhere is not followed."""
    try:
        parts = urlsplit(words)
    except ValueError:  # brackets without an address between them
        return ""
    is_own = words.startswith("/") and not words.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return words if is_own and words.isprintable() and "\\" not in words else ""


def throttled(page: str) -> Response:
    """A page for who tries too often, and when to come back."""
    return Response(page, TOO_MANY, {"Retry-After": str(RETRY_SECONDS)})


def _cookie(services: Services) -> str:
    return SECURE_COOKIE if services.is_tls else COOKIE
