"""Who an account or a screen is at this moment, as its row says; nobody where it was shut out."""

from sqlalchemy import Connection, Row, select

from data_sources.access_tables import accounts, screens
from domain.identity import Identity, Role


def account_in(connection: Connection, login: str) -> Identity | None:
    """Who an account is now; None where there is none, or it is disabled."""
    row = connection.execute(select(accounts).where(accounts.c.login == login)).first()
    return None if row is None or row.is_disabled else identity_of_row(row)


def must_change(connection: Connection, login: str) -> bool:
    """Whether an account came in with a password that was made for one time."""
    return bool(connection.scalar(select(accounts.c.must_change).where(accounts.c.login == login)))


def identity_of_row(row: Row[tuple[object, ...]]) -> Identity:
    """The identity in an account's row."""
    return Identity(str(row.login), str(row.name), Role(row.role), tuple(row.agencies))


def screen_in(connection: Connection, screen_id: str) -> Identity | None:
    """Who a screen is now; None where there is none, or it was revoked."""
    row = connection.execute(select(screens).where(screens.c.screen_id == screen_id)).first()
    return None if row is None or row.is_revoked else Identity(row.screen_id, row.name, Role(row.role))
