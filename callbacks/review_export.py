"""Downloads of a review's list: what the grid shows, all of it up to a limit, as CSV or as a workbook."""

import json
from collections.abc import Mapping
from io import TextIOWrapper
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import BinaryIO, cast

from flask import Blueprint, Flask, Response, request, send_file

from callbacks.access import ClosedReviewError, may_review
from callbacks.gate import session_here
from callbacks.grid_models import ListError, case_query
from callbacks.review_choice import choice_at
from callbacks.services import Services
from domain.cases import CaseQuery
from domain.filters import FilterError
from layouts.review_export import write_csv, write_workbook
from layouts.text_review import local, review_texts

CSV, WORKBOOK = "csv", "xlsx"
LIMITS: Mapping[str, int] = {CSV: 500_000, WORKBOOK: 100_000}
"""The most rows of one file; a workbook costs ten times as much to make, and its reader more memory."""

MIME_TYPES: Mapping[str, str] = {
    CSV: "text/csv",
    WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
AT_ONCE = 2
PATIENCE_SECONDS = 20.0
LONGEST_MODEL = 4_000


def register(server: Flask, services: Services) -> None:
    """Add the addresses of the downloads."""
    routes = Blueprint("review", __name__)
    turns = BoundedSemaphore(AT_ONCE)

    @routes.get("/agency/<code>/cases.<any(csv, xlsx):kind>")
    def cases(code: str, kind: str) -> Response:
        words = review_texts(services.texts)
        try:
            query = query_of(code, request.args, services)
        except ClosedReviewError:
            return _told(words.closed, 403)
        except FilterError as error:
            return _told(words.problems[error.problem].format(value=error.value), 400)
        except ListError:
            return _told(words.bad_list, 400)
        if not turns.acquire(timeout=PATIENCE_SECONDS):
            return _told(words.busy, 503)
        try:
            return _file(query, kind, services)
        finally:
            turns.release()

    server.register_blueprint(routes)


def _told(words: str, status: int) -> Response:
    """Plain text: it may repeat what came, which must never be read as a page."""
    return Response(words, status, mimetype="text/plain")


def query_of(code: str, args: Mapping[str, str], services: Services) -> CaseQuery:
    """The list in an address, checked. Raises FilterError, ListError, ClosedReviewError."""
    filters = choice_at(f"/agency/{code}", args, services)
    return case_query(filters, _model(args.get("sort")), _model(args.get("where")), services.profile.timezone)


def _model(words: str | None) -> object:
    if not words:
        return None
    try:
        return json.loads(words[:LONGEST_MODEL])
    except (ValueError, RecursionError):
        raise ListError(f"expected JSON, got {words[:40]!r}") from None


def _file(query: CaseQuery, kind: str, services: Services) -> Response:
    """Made on disk, so that neither the rows nor the store's connection wait for a slow reader."""
    file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115  # closed when it has been sent
    try:
        as_of = _write(file, query, kind, services)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = f"aduan-{query.filters.agency}-{as_of}.{kind}"
    _tell(query, kind, services)
    return send_file(file, MIME_TYPES[kind], as_attachment=True, download_name=name)


def _write(file: BinaryIO, query: CaseQuery, kind: str, services: Services) -> str:
    """Write the list; the city's date and time of its rows, as part of a name."""
    profile, texts, limit = services.profile, services.texts, LIMITS[kind]
    with may_review(services, query.filters.agency).listing(query, 0, limit) as page:
        if kind == CSV:
            text = TextIOWrapper(file, encoding="utf-8", newline="")
            write_csv(text, query, page, limit, profile, texts)
            text.detach()
        else:
            write_workbook(file, query, page, limit, profile, texts)
        return local(page.now_ms, profile.timezone).strftime("%Y%m%d-%H%M")


def _tell(query: CaseQuery, kind: str, services: Services) -> None:
    """Who took which list away."""
    session = session_here()
    if session is not None:
        detail = {"kind": kind, "choice": query.filters.query(), "conditions": len(query.conditions)}
        services.door.exported(session.identity, f"cases of {query.filters.agency}", detail)
