"""Whose order it is."""

import pytest

from niaga.orders.model import Contact
from niaga.orders.rules import Lookup, is_contact_of

SARI = Contact(name="Sari", phone="+6281234567890", email="sari@example.com")


@pytest.mark.parametrize("lookup", [Lookup("N", phone="+6281234567890"), Lookup("N", email="SARI@example.com")])
def test_a_contact_is_the_same_number_or_the_same_address(lookup: Lookup):
    assert is_contact_of(lookup, SARI)


@pytest.mark.parametrize(
    "lookup", [Lookup("N"), Lookup("N", phone="+6281234567891"), Lookup("N", email="sar\u0131@example.com")]
)
def test_a_contact_is_nothing_less(lookup: Lookup):
    assert not is_contact_of(lookup, SARI)


def test_nothing_is_the_contact_of_an_order_without_it():
    assert not is_contact_of(
        Lookup("N", email="sari@example.com"), Contact(name="Sari", phone="+62811111111", email=None)
    )
    assert not is_contact_of(
        Lookup("N", phone="+62811111111"), Contact(name="Sari", phone=None, email="sari@example.com")
    )
