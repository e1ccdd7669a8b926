"""The addresses of signing in through an identity provider: the way there, the way back, and a code of ours after it.

The way there is a link and no form: browsers let a form lead to our own addresses only (`form-action`).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import Blueprint, Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from callbacks.gate import place
from callbacks.services import Services, SingleSignOn
from callbacks.sign_in import TOO_MANY, admit, own_path, pages_of, throttled, wanted_path
from domain.single_sign_on import Arrival, Refusal, SignOnError
from layouts.door import CODE_PATH, SIGN_ON_PATH, DoorPages

BROWSER_COOKIE, SECURE_BROWSER_COOKIE = "liveroom-sso", "__Host-liveroom-sso"
COOKIE_SECONDS = 600

STATUS: Mapping[Refusal, int] = MappingProxyType(
    {
        Refusal.THROTTLED: TOO_MANY,
        Refusal.PROVIDER_AWAY: 503,
        Refusal.PROVIDER_SLOW: 504,
        Refusal.PROVIDER_BROKEN: 502,
        Refusal.NOT_BEGUN_HERE: 400,
        Refusal.PROVIDER_REFUSED: 403,
        Refusal.CODE_REFUSED: 400,
        Refusal.TOKEN: 401,
        Refusal.NO_ROLE: 403,
        Refusal.NO_AGENCY: 403,
        Refusal.DISABLED: 403,
        Refusal.NO_SECOND_FACTOR: 403,
        Refusal.WRONG_SECOND_FACTOR: 401,
    }
)


def register(server: Flask, services: Services) -> None:
    """Add the addresses; without a provider they are not found."""
    server.register_blueprint(_routes(services, pages_of(services)))


def _routes(services: Services, pages: DoorPages) -> Blueprint:
    routes = Blueprint("single_sign_on", __name__)

    @routes.get(SIGN_ON_PATH)
    def begin() -> BaseResponse:
        return _told(services, pages, lambda sign_on: _depart(services, sign_on))

    @routes.get(f"{SIGN_ON_PATH}/back")
    def finish() -> BaseResponse:
        browser, answer = _browser(services), request.args.to_dict()
        return _told(services, pages, lambda sign_on: _arrive(services, sign_on.finish(answer, browser, place())))

    @routes.get(CODE_PATH)
    def ask_code() -> str:
        _offered(services)
        return pages.sign_on_code()

    @routes.post(CODE_PATH)
    def confirm() -> BaseResponse:
        browser, code = _browser(services), request.form.get("code", "").strip()
        return _told(services, pages, lambda sign_on: _arrive(services, sign_on.confirm(code, browser, place())))

    return routes


def _told(services: Services, pages: DoorPages, step: Callable[[SingleSignOn], BaseResponse]) -> BaseResponse:
    """A step of the way; a refusal is told on the page of the door, where local accounts may still sign in."""
    sign_on = _offered(services)
    try:
        return step(sign_on)
    except SignOnError as error:
        page = pages.sign_in(pages.sign_on_problem(error.refusal, error.login), wanted_path())
        if error.refusal is Refusal.THROTTLED:
            return throttled(page)
        return _forgetting(services, Response(page, STATUS[error.refusal]))


def _offered(services: Services) -> SingleSignOn:
    if services.single_sign_on is None:
        abort(404)
    return services.single_sign_on


def _depart(services: Services, sign_on: SingleSignOn) -> BaseResponse:
    departure = sign_on.begin(wanted_path(), place())
    return _keeping(services, redirect(departure.address, 303), departure.browser)


def _arrive(services: Services, arrival: Arrival) -> BaseResponse:
    """Into the room with a new session, or on to the question for a code."""
    if not arrival.token:
        return _keeping(services, redirect(CODE_PATH, 303), arrival.browser)
    return _forgetting(services, admit(arrival.token, own_path(arrival.path), services))


def _browser(services: Services) -> str:
    """The secret that the browser kept, empty without one."""
    return request.cookies.get(_cookie(services), "")


def _keeping(services: Services, answer: BaseResponse, browser: str) -> BaseResponse:
    answer.set_cookie(
        _cookie(services), browser, max_age=COOKIE_SECONDS, secure=services.is_tls, httponly=True, samesite="Lax"
    )
    return answer


def _forgetting(services: Services, answer: BaseResponse) -> BaseResponse:
    answer.delete_cookie(_cookie(services), secure=services.is_tls, httponly=True, samesite="Lax")
    return answer


def _cookie(services: Services) -> str:
    return SECURE_BROWSER_COOKIE if services.is_tls else BROWSER_COOKIE
