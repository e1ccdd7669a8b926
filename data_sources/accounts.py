"""Accounts of persons: argon2id, one answer and one duration for an unknown name and a wrong password alike."""

import secrets
from collections.abc import Mapping, Sequence
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Row, func, insert, select, update

from data_sources.access_tables import accounts, audit_trail, sessions
from data_sources.audit import Action, Entry, record
from data_sources.identities import identity_of_row
from data_sources.second_factor import use_code
from data_sources.store import Store
from data_sources.tokens import new_password
from domain.accounts import Account, Origin, Refusal, RefusedError
from domain.clock import Clock, epoch_ms
from domain.identity import DEMONSTRATION, PERSON_ROLES, Identity, Role
from domain.passwords import checked_password
from domain.single_sign_on import LOGIN_PREFIX, is_provided

HASHES_AT_ONCE = 2
"""Each takes 64 MiB and a core for some hundredths of a second; more at once would starve the wall."""


LONGEST_NAME = 120


class AccountError(RefusedError):
    """An account that is not there, or that cannot be made so."""


class Accounts:
    """The persons of an installation. May be called from any thread; `clock` is the machine's."""

    def __init__(self, store: Store, clock: Clock, hasher: PasswordHasher | None = None) -> None:
        self._store = store
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._turns = BoundedSemaphore(HASHES_AT_ONCE)
        self._nobody = ""

    def all(self) -> Sequence[Account]:
        """Every account, by login."""
        with self._store.reading() as connection:
            at = _signed_in(connection)
            rows = connection.execute(select(accounts).order_by(accounts.c.login))
            return [_account(row, at.get(row.login)) for row in rows]

    def get(self, login: str) -> Account:
        """One account. Raises AccountError."""
        with self._store.reading() as connection:
            return _account(_row(connection, login))

    def add(self, identity: Identity, password: str, by: Identity, *, must_change: bool = False) -> Account:
        """A new account; an empty password leaves only other ways in. Raises AccountError, PasswordError."""
        login = _checked_login(identity)
        kept = self._hash(checked_password(password, login)) if password else ""
        row = {
            "login": login,
            "name": identity.name,
            "role": identity.role.value,
            "agencies": list(identity.agencies),
            "password_hash": kept,
            "totp_secret": "",
            "must_change": must_change,
            "is_disabled": False,
            "created_ms": self._now_ms(),
        }
        with self._store.writing() as connection:
            if connection.execute(select(accounts.c.login).where(accounts.c.login == login)).first():
                raise AccountError(
                    f"account {login!r} exists already; change it, or take another login", Refusal.THERE_ALREADY
                )
            connection.execute(insert(accounts).values(**row))
            self._tell(connection, by, Action.ACCOUNT_ADDED, login, role=identity.role.value)
        return self.get(login)

    def add_with_one_time(self, identity: Identity, by: Identity) -> str:
        """A new account and its one-time password, which opens nothing but its own change. Raises AccountError."""
        password = new_password()
        self.add(identity, password, by, must_change=True)
        return password

    def one_time_password(self, login: str, by: Identity) -> str:
        """A one-time password for who forgot the own one; every session of the account ends. Raises AccountError."""
        _refuse_provided(login, "a password")
        password = new_password()
        self._change(login, by, "one-time password", password_hash=self._hash(password), must_change=True)
        return password

    def set_password(self, login: str, password: str, by: Identity) -> None:
        """Another password; every session of the account ends. Raises AccountError, PasswordError."""
        _refuse_provided(login, "a password")
        kept = self._hash(checked_password(password, login))
        self._change(login, by, "password", password_hash=kept, must_change=False)

    def set_role(self, login: str, identity: Identity, by: Identity) -> None:
        """Another role and scope; every session of the account ends. Raises AccountError, also for the last of them."""
        _refuse_provided(login, "a role")
        _checked_login(identity)
        leaves = identity.role is not Role.ADMINISTRATOR
        self._change(login, by, "role", leaves=leaves, role=identity.role.value, agencies=list(identity.agencies))

    def set_disabled(self, login: str, is_disabled: bool, by: Identity) -> None:
        """Shut an account out, or let it in again; every session of it ends.

        Raises AccountError, also for the last administrator.
        """
        self._change(login, by, "disabled" if is_disabled else "enabled", leaves=is_disabled, is_disabled=is_disabled)

    def end_demonstration(self, by: Identity) -> None:
        """Shut out whoever a demonstration let in, and be it the last administrator: its links are known to many."""
        for account in self.all():
            if account.origin is Origin.DEMONSTRATION and not account.is_disabled:
                self._change(account.login, by, "disabled", is_disabled=True)

    def set_second_factor(self, login: str, secret: str, by: Identity) -> None:
        """Ask for a code of an authenticator app at each sign-in; an empty secret asks for none any more."""
        self._change(login, by, "second factor", totp_secret=secret)

    def knows(self, login: str, password: str) -> bool:
        """Whether a password is the account's, as who changes it must show."""
        with self._store.reading() as connection:
            return self._verify(_row(connection, login).password_hash, password)

    def verified(self, login: str, password: str, code: str = "") -> Identity | None:
        """Who signs in so; None for all that is wrong, after the same work whatever it is."""
        with self._store.reading() as connection:
            row = connection.execute(select(accounts).where(accounts.c.login == _typed(login))).first()
        kept = row.password_hash if row is not None and row.password_hash else self._nobodys_hash()
        is_right = self._verify(kept, password)
        if row is None or not row.password_hash or not is_right or row.is_disabled:
            return None
        if row.totp_secret and not use_code(self._store, row.login, row.totp_secret, code, self._clock.now()):
            return None
        return identity_of_row(row)

    def knows_code(self, login: str, code: str) -> bool:
        """Whether a code is the account's of this moment; never where it has no second factor."""
        with self._store.reading() as connection:
            secret = _row(connection, login).totp_secret
        return bool(secret) and use_code(self._store, login, secret, code, self._clock.now())

    def _change(self, login: str, by: Identity, what: str, *, leaves: bool = False, **values: object) -> None:
        """`leaves` says that it will be no administrator any more, which the last one may not."""
        with self._store.writing() as connection:
            row = _row(connection, login)
            if leaves and _is_administrator(row) and _others(connection, login) == 0:
                raise AccountError(
                    f"account {login!r} is the last administrator; make another one first", Refusal.LAST_ADMINISTRATOR
                )
            connection.execute(update(accounts).where(accounts.c.login == login).values(**values))
            of_account = (sessions.c.kind == "account") & (sessions.c.subject == login) & (sessions.c.revoked_ms == 0)
            connection.execute(update(sessions).where(of_account).values(revoked_ms=self._now_ms()))
            told = {name: values[name] for name in ("role", "agencies") if name in values}
            self._tell(connection, by, Action.ACCOUNT_CHANGED, login, what=what, **told)

    def _tell(self, connection: Connection, by: Identity, action: Action, login: str, **detail: object) -> None:
        record(connection, Entry(self._now_ms(), by.subject, by.role.value, action, login, detail))

    def _nobodys_hash(self) -> str:
        """What an unknown name is compared with, so that it takes as long as a known one."""
        with self._turns:
            self._nobody = self._nobody or self._hasher.hash(secrets.token_urlsafe())
            return self._nobody

    def _hash(self, password: str) -> str:
        with self._turns:
            return self._hasher.hash(password)

    def _verify(self, kept: str, password: str) -> bool:
        with self._turns:
            try:
                return self._hasher.verify(kept, password)
            except (VerificationError, InvalidHashError):
                return False

    def _now_ms(self) -> int:
        return epoch_ms(self._clock.now())


def _refuse_provided(login: str, what: str) -> None:
    if is_provided(login):
        raise AccountError(
            f"account {login[:80]!r} has {what} from the identity provider; change it there", Refusal.PROVIDED
        )


def _checked_login(identity: Identity) -> str:
    login = identity.subject
    if is_provided(login):
        raise AccountError(
            f"login: {LOGIN_PREFIX}… is kept for the identity provider's persons; take another one", Refusal.LOGIN
        )
    if identity.role not in PERSON_ROLES:
        known = ", ".join(role.value for role in PERSON_ROLES)
        raise AccountError(
            f"role: expected one of {known} for a person, got {identity.role.value}; enrol a screen",
            Refusal.ROLE,
        )
    if not login or login != login.strip().lower() or len(login) > 80 or not login.isprintable() or " " in login:
        raise AccountError(
            f"login: expected up to 80 small letters, digits and signs, got {login[:80]!r}", Refusal.LOGIN
        )
    if not identity.name.strip() or len(identity.name) > LONGEST_NAME or not identity.name.isprintable():
        raise AccountError(f"name: expected 1 to {LONGEST_NAME} letters, got {identity.name[:120]!r}", Refusal.NAME)
    return login


def _typed(login: str) -> str:
    """A login as somebody typed it; what cannot be one is nobody's, and no store is asked for it."""
    plain = login.strip().lower()
    return plain if plain.isprintable() else ""


def _row(connection: Connection, login: str) -> Row[tuple[object, ...]]:
    row = connection.execute(select(accounts).where(accounts.c.login == login)).first()
    if row is None:
        raise AccountError(
            f"account {login[:80]!r} does not exist; `flask --app app account list` shows who does", Refusal.NOT_THERE
        )
    return row


def _account(row: Row[tuple[object, ...]], signed_in_ms: int | None = None) -> Account:
    has_factor, identity = bool(row.totp_secret), identity_of_row(row)
    return Account(row.login, identity, row.is_disabled, row.must_change, has_factor, _origin(row), signed_in_ms)


def _origin(row: Row[tuple[object, ...]]) -> Origin:
    if row.login.startswith(DEMONSTRATION):
        return Origin.DEMONSTRATION
    return Origin.PASSWORD if row.password_hash else Origin.OTHER


def _signed_in(connection: Connection) -> Mapping[str, int]:
    """The last sign-in of each login, ms since 1970, as the trail tells it."""
    query = select(audit_trail.c.who, func.max(audit_trail.c.at_ms))
    rows = connection.execute(query.where(audit_trail.c.action == Action.SIGNED_IN).group_by(audit_trail.c.who))
    return {row[0]: row[1] for row in rows}


def _is_administrator(row: Row[tuple[object, ...]]) -> bool:
    return row.role == Role.ADMINISTRATOR.value and not row.is_disabled


def _others(connection: Connection, login: str) -> int:
    """How many other administrators may come in."""
    is_other = (accounts.c.login != login) & (accounts.c.role == Role.ADMINISTRATOR.value)
    is_let_in = accounts.c.is_disabled.is_(False)
    return connection.scalar(select(func.count()).select_from(accounts).where(is_other, is_let_in)) or 0
