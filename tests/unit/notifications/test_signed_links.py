"""Links in messages: only ours, only for their order, only for their time."""

from datetime import UTC, datetime, timedelta

import pytest

from niaga.foundation.identity import new_id
from niaga.notifications.errors import LinkExpired, LinkUnknown
from niaga.notifications.links import LINK_LIFE, OrderLink, order_link, read_link
from niaga.platform.crypto import Keyring, Vault

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
ORDER = new_id()


@pytest.fixture
def vault() -> Vault:
    return Vault(Keyring({"test": b"k" * 32}, primary="test"))


def token(vault: Vault, version: int = 3) -> str:
    return order_link("https://toko.example", vault, order_id=ORDER, token_version=version, at=NOW).rpartition("/")[2]


def test_a_link_says_its_order_and_version(vault: Vault) -> None:
    assert read_link(vault, token(vault), now=NOW) == OrderLink(ORDER, 3)


def test_a_link_ends(vault: Vault) -> None:
    assert read_link(vault, token(vault), now=NOW + LINK_LIFE - timedelta(seconds=1))
    with pytest.raises(LinkExpired):
        read_link(vault, token(vault), now=NOW + LINK_LIFE)


def test_a_link_of_an_older_key_still_works(vault: Vault) -> None:
    turned = Vault(Keyring({"test": b"k" * 32, "new": b"n" * 32}, primary="new"))
    assert read_link(turned, token(vault), now=NOW)


@pytest.mark.parametrize("place", range(4))
def test_no_part_can_be_changed(vault: Vault, place: int) -> None:
    parts = token(vault).split(".")
    parts[place] = {0: "other", 1: new_id(), 2: "4", 3: str(int(parts[3]) + 1)}[place]
    with pytest.raises(LinkUnknown):
        read_link(vault, ".".join(parts), now=NOW)


@pytest.mark.parametrize(
    "junk", ["", ".", "....", "a.b.c.d.e", "order.é.1.2.x", "x" * 5000, "order." + ORDER + ".1.99999999999."]
)
def test_junk_is_not_a_link(vault: Vault, junk: str) -> None:
    with pytest.raises(LinkUnknown):
        read_link(vault, junk, now=NOW)


def test_another_shops_link_is_not_ours(vault: Vault) -> None:
    other = Vault(Keyring({"test": b"o" * 32}, primary="test"))
    with pytest.raises(LinkUnknown):
        read_link(vault, token(other), now=NOW)


def test_a_token_of_the_same_order_is_not_a_link(vault: Vault) -> None:
    from niaga.orders.public import access_token

    with pytest.raises(LinkUnknown):
        read_link(vault, access_token(vault, ORDER, 3), now=NOW)
