"""Who may do what, and what an e-mail address is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niaga.accounts.errors import BeyondYourRights
from niaga.accounts.model import Permission, Proof, Role
from niaga.accounts.rules.emails import email_identity, normalised_email
from niaga.accounts.rules.permissions import (
    NEEDS_SECOND_FACTOR,
    PERMISSIONS,
    check_held,
    permissions_of,
    unknown_role,
    usable,
)
from niaga.accounts.rules.tokens import KEY_ALPHABET, KEY_LETTERS
from niaga.foundation.errors import InvalidFields


def test_the_owner_may_do_everything():
    assert PERMISSIONS[Role.OWNER] == set(Permission)


def test_a_manager_may_not_change_settings_or_rights_or_agreed_prices():
    refused = {"settings.write", "staff.write", "roles.write", "keys.write", "orders.override", "privacy.write"}
    assert PERMISSIONS[Role.MANAGER] & refused == set()


def test_no_other_role_may_do_what_a_manager_may_not():
    for role in (Role.WAREHOUSE, Role.FINANCE, Role.SUPPORT):
        assert PERMISSIONS[role] < PERMISSIONS[Role.MANAGER], role


def test_money_is_for_those_who_count_it():
    assert {role for role in Role if Permission.PAYMENTS_CONFIRM in PERMISSIONS[role]} == {
        Role.OWNER, Role.MANAGER, Role.FINANCE
    }  # fmt: skip


def test_a_password_alone_moves_neither_money_nor_rights():
    everything = frozenset(Permission)
    for proof in Proof:
        strong = proof in (Proof.TWO_FACTORS, Proof.PASSKEY)
        assert usable(everything, proof) == (everything if strong else everything - NEEDS_SECOND_FACTOR), proof
    rights = {"staff.write", "roles.write", "keys.write"}
    assert rights | {"payments.confirm", "orders.override", "settings.write"} <= NEEDS_SECOND_FACTOR


def test_a_role_of_the_shop_may_do_what_it_says_and_no_name_takes_the_place_of_a_built_in_one():
    assert permissions_of("packer", ["orders.ship", "moon.walk"]) == {Permission.ORDERS_SHIP}
    assert permissions_of("support", ["staff.write"]) == PERMISSIONS[Role.SUPPORT]
    assert permissions_of("nobody", None) == frozenset()


def test_nobody_gives_what_he_does_not_hold():
    check_held([Permission.ORDERS_READ], held=frozenset({Permission.ORDERS_READ}))
    with pytest.raises(BeyondYourRights, match=r"orders\.write"):
        check_held([Permission.ORDERS_READ, Permission.ORDERS_WRITE], held=frozenset({Permission.ORDERS_READ}))


def test_the_table_of_permissions_cannot_be_changed():
    with pytest.raises(TypeError):
        PERMISSIONS[Role.SUPPORT] = frozenset(Permission)


def test_an_unknown_role_names_the_known_ones():
    (problem,) = unknown_role(["packer"]).problems()
    assert (problem.path, problem.facts) == (
        "role",
        {"roles": "owner, manager, warehouse, finance, support, packer"},
    )


def test_a_key_has_at_least_256_random_bits():
    assert len(set(KEY_ALPHABET)) == 62
    assert 62**KEY_LETTERS >= 2**256


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("sari@example.com", "sari@example.com"),
        (" Sari.Dewi+toko@EXAMPLE.Com ", "Sari.Dewi+toko@example.com"),
        ("sari@bücher.example", "sari@xn--bcher-kva.example"),
        ("sari@BU\u0308CHER.example", "sari@xn--bcher-kva.example"),
        ("jose\u0301@example.com", "jos\u00e9@example.com"),
    ],
)
def test_an_address_is_kept_tidied(written: str, kept: str):
    assert normalised_email(written) == kept


@pytest.mark.parametrize(
    "address",
    ["", "sari", "@example.com", "sari@", "sari@example", "sari@@example.com", "sa ri@example.com", "sari@exa mple.com", "sari@-a.com",
     "sari@a..com", ".sari@example.com", "sa..ri@example.com", "sari\u200b@example.com", "sari\u202e@example.com", "sari@example.com\n",
     "sari\x00@example.com", "sari\ud800@example.com", '"sari"@example.com', "Sari <sari@example.com>", "s" * 65 + "@example.com",
     "sari@" + "a" * 64 + ".com", "sari@" + "a." * 200 + "com", "sari@exa_mple.com", "sari@example.com,budi@example.com"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str):
    with pytest.raises(InvalidFields):
        normalised_email(address)


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused(text: str):
    try:
        address = normalised_email(text)
    except InvalidFields:
        return
    assert normalised_email(address) == address


def test_ascii_spellings_of_one_address_are_one_person():
    assert email_identity("Sari@example.com") == email_identity("sARI@example.com")


@pytest.mark.parametrize(
    "twin", ["k\u0130m@example.com", "k\u0131m@example.com", "\uff4bim@example.com", "k\u0456m@example.com"]
)
def test_letters_that_only_look_alike_are_another_person(twin: str):
    assert email_identity(normalised_email(twin)) != email_identity("kim@example.com")
