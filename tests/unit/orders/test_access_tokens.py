"""Access tokens of orders: whichever key of the ring made one, it opens its order at its version and nothing else."""

from niaga.orders.holder import access_token, is_access_token
from niaga.platform.crypto import Keyring, Vault

OLD = Vault(Keyring({"k1": bytes(range(32))}, primary="k1"))
BOTH = Vault(Keyring({"k2": bytes(range(7, 39)), "k1": bytes(range(32))}, primary="k2"))
NEW = Vault(Keyring({"k2": bytes(range(7, 39))}, primary="k2"))
ORDER = "01kaxq9v0000000000000000aa"


def test_a_token_of_an_older_key_opens_until_the_key_is_withdrawn():
    token = access_token(OLD, ORDER, 1)
    assert is_access_token(BOTH, ORDER, 1, token)
    assert not is_access_token(NEW, ORDER, 1, token)


def test_a_token_opens_its_own_order_at_its_own_version():
    token = access_token(BOTH, ORDER, 1)
    assert is_access_token(BOTH, ORDER, 1, token)
    assert not is_access_token(BOTH, ORDER, 2, token)
    assert not is_access_token(BOTH, ORDER[:-1] + "b", 1, token)
    assert not is_access_token(BOTH, ORDER, 1, token[:-1])


def test_tokens_that_buyers_hold_stay_what_they_were_made_with():
    # Made with the first version: if this fails, every buyer's link to her order is dead.
    assert access_token(OLD, ORDER, 1) == f"ngo_{ORDER}_1_katnb7fyyidkyo3z6jernp7z7rjishcp"
