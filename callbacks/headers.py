"""What every answer tells the browser: run our own scripts only, show us in no frame, keep no copy of data."""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from flask import Flask, Response, request

LONG_LIVED = ("/assets/", "/_dash-component-suites/", "/static/", "/_favicon.ico")
"""Style and scripts, which may be kept: nothing of the city is in them."""

HSTS = "max-age=31536000; includeSubDomains"


def register(server: Flask, hashes: Callable[[], Sequence[str]], tile_url: str | None, is_tls: bool) -> None:
    """Add the headers; `hashes` are those of the inline scripts of the app's page, once all is registered."""
    policy: list[str] = []

    @server.after_request
    def tell(response: Response) -> Response:
        if not policy:
            policy.append(policy_of(hashes(), tile_url))
        headers = response.headers
        headers["Content-Security-Policy"] = policy[0]
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["X-Frame-Options"] = "DENY"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if is_tls:
            headers["Strict-Transport-Security"] = HSTS
        if not request.path.startswith(LONG_LIVED):
            headers["Cache-Control"] = "no-store"
        return response


def policy_of(hashes: Sequence[str], tile_url: str | None) -> str:
    """The content security policy. Charts and the map write styles of their own into the page; no script may."""
    tiles = f" {_origin(tile_url)}" if tile_url else ""
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *hashes)),
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob:{tiles}",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _origin(url: str) -> str:
    parts = urlsplit(url.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}"
