"""The identity provider's part of config.yaml, validated. Only settings.py and app.py import this."""

from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from data_sources.oidc_provider import is_loopback, is_protected
from domain.identity import AGENCY_ROLES, PERSON_ROLES, Role

Word = Annotated[str, Field(min_length=1, max_length=500)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OidcRoleSettings(_Section):
    """A value of the roles' claim and the role that it means."""

    value: Word
    role: Role
    agencies: tuple[Word, ...] = ()

    @model_validator(mode="after")
    def _of_a_person(self) -> Self:
        if self.role not in PERSON_ROLES:
            known = ", ".join(role.value for role in PERSON_ROLES)
            raise ValueError(f"expected one of {known} for a person, got {self.role.value}; screens enrol by a code")
        if self.agencies and self.role not in AGENCY_ROLES:
            raise ValueError(f"expected no agencies for {self.role.value}, got {', '.join(self.agencies)}; drop them")
        return self


class OidcSettings(_Section):
    """The identity provider through which persons may sign in beside the local accounts."""

    issuer: Word
    client_id: Word
    client_secret: SecretStr = SecretStr("")
    address: Word
    label: str = Field(min_length=1, max_length=60)
    scopes: tuple[Word, ...] = ("openid", "profile")
    name_claim: Word = "name"
    roles_claim: Word
    agencies_claim: Word | None = None
    roles: tuple[OidcRoleSettings, ...] = Field(min_length=1)
    administrators_need_code: bool = True
    sign_out_there: bool = False
    ca_bundle: Path | None = None
    timeout_seconds: float = Field(5, ge=0.5, le=30)
    keep_minutes: float = Field(60, ge=1, le=1440)
    clock_skew_seconds: float = Field(60, ge=0, le=300)

    @field_validator("issuer", "address")
    @classmethod
    def _protected(cls, url: str) -> str:
        if not is_protected(url, may_be_plain=is_loopback(url)):
            raise ValueError("expected https://…; plain http:// is for this machine alone")
        if urlsplit(url).query or urlsplit(url).fragment or "?" in url or "#" in url:
            raise ValueError("expected an address without ? and #")
        return url

    @field_validator("address")
    @classmethod
    def _without_path(cls, url: str) -> str:
        if urlsplit(url).path not in ("", "/"):
            raise ValueError("expected scheme, host and port of this server alone, as https://ruang.example")
        return url.rstrip("/")

    @field_validator("scopes")
    @classmethod
    def _with_openid(cls, scopes: tuple[str, ...]) -> tuple[str, ...]:
        if "openid" not in scopes or any(" " in scope for scope in scopes):
            raise ValueError("expected single words with `openid` among them; without it no provider gives an ID token")
        return scopes

    @field_validator("ca_bundle")
    @classmethod
    def _is_there(cls, path: Path | None) -> Path | None:
        if path is not None and not path.is_file():
            raise ValueError("expected a file with certificates (PEM), found none there")
        return path

    @model_validator(mode="after")
    def _roles_fit(self) -> Self:
        values = [row.value for row in self.roles]
        if twice := sorted({value for value in values if values.count(value) > 1}):
            raise ValueError(f"roles: expected each value once, got {', '.join(twice)} again; keep one row of each")
        homeless = [row.value for row in self.roles if row.role in AGENCY_ROLES and not row.agencies]
        if homeless and self.agencies_claim is None:
            raise ValueError(
                f"roles: {', '.join(homeless)} mean an agency's role; give the row its agencies, or name agencies_claim"
            )
        return self
