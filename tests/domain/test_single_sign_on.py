"""What claims make of a person: her role, her agencies, her name and her account."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity import AGENCY_ROLES, PERSON_ROLES, Identity, Role
from domain.single_sign_on import (
    ClaimRules,
    Refusal,
    RoleRow,
    SignOnError,
    identity_of,
    is_provided,
    login_of,
    words_of,
)

ROWS = (
    RoleRow("mayor", Role.MAYOR),
    RoleRow("head", Role.AGENCY_HEAD),
    RoleRow("head-pupr", Role.AGENCY_HEAD, ("DPUPR",)),
    RoleRow("head-dlh", Role.AGENCY_HEAD, ("DLH",)),
    RoleRow("staff-dlh", Role.AGENCY_STAFF, ("DLH",)),
)
RULES = ClaimRules(ROWS, agencies_claim="opd", agencies=frozenset({"DPUPR", "DLH", "DINKES"}))
VALUES = [row.value for row in ROWS]


def test_the_first_row_that_fits_holds_whatever_the_order_of_the_claim() -> None:
    for groups in (["head-dlh", "mayor"], ["mayor", "head-dlh"]):
        assert identity_of({"groups": groups, "name": "Wati"}, "x", RULES) == Identity("x", "Wati", Role.MAYOR)


def test_the_agencies_are_those_of_all_rows_of_the_role_and_of_the_claim() -> None:
    claims = {"groups": ["head-pupr", "head-dlh", "staff-dlh"], "opd": ["DINKES", "NONE", 5]}
    identity = identity_of(claims, "x", RULES)
    assert identity.role is Role.AGENCY_HEAD
    assert identity.agencies == ("DINKES", "DLH", "DPUPR")


def test_agencies_of_a_row_of_another_role_are_not_gathered() -> None:
    assert identity_of({"groups": ["head-pupr", "staff-dlh"]}, "x", RULES).agencies == ("DPUPR",)


@pytest.mark.parametrize("groups", [None, [], "mayors", ["Mayor"], {"mayor": 1}, [["mayor"]], 7])
def test_what_is_in_no_row_is_no_role(groups: object) -> None:
    with pytest.raises(SignOnError) as refused:
        identity_of({"groups": groups, "sub": "u-1"}, "x", RULES)
    assert refused.value.refusal is Refusal.NO_ROLE
    assert refused.value.subject == "u-1"


def test_a_claim_is_found_by_its_whole_name_and_by_its_path() -> None:
    claims = {"https://city.example/roles": "a", "realm_access": {"roles": ["b"]}, "flat": "c"}
    assert words_of(claims, "https://city.example/roles") == ("a",)
    assert words_of(claims, "realm_access.roles") == ("b",)
    assert words_of(claims, "flat.roles") == ()


@pytest.mark.parametrize(("name", "shown"), [(None, "x"), ("", "x"), ("Wa\nti \x00", "Wati"), ("n" * 500, "n" * 120)])
def test_a_name_is_one_short_line_and_else_the_account(name: object, shown: str) -> None:
    assert identity_of({"groups": "mayor", "name": name}, "x", RULES).name == shown


def test_an_account_is_one_subject_of_one_issuer() -> None:
    logins = {login_of(issuer, subject) for issuer in ("https://a", "https://b") for subject in ("1", "2", "1\n2")}
    assert len(logins) == 6
    assert all(is_provided(login) and len(login) <= 80 for login in logins)


groups = st.lists(st.sampled_from([*VALUES, "other"]))


@given(groups, groups, st.lists(st.sampled_from(["DPUPR", "DLH", "NONE"])))
def test_order_and_repetition_change_nothing_and_no_role_is_made_up(
    some: list[str], more: list[str], opd: list[str]
) -> None:
    def outcome(values: list[str]) -> Identity | Refusal:
        try:
            return identity_of({"groups": values, "opd": opd}, "x", RULES)
        except SignOnError as error:
            return error.refusal

    found = outcome(some + more)
    assert found == outcome(more + some + more)
    if isinstance(found, Identity):
        assert found.role in PERSON_ROLES
        assert found.role in {row.role for row in ROWS if row.value in some + more}
        assert bool(found.agencies) == (found.role in AGENCY_ROLES)
        assert set(found.agencies) <= RULES.agencies
