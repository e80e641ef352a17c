"""Blind indexes: equal values are found, whichever key filed them; nothing else about them shows."""

from niaga.platform.crypto import BlindIndex, Keyring, Vault

OLD = Keyring({"k1": bytes(range(32))}, primary="k1")
BOTH = Keyring({"k2": bytes(range(7, 39)), "k1": bytes(range(32))}, primary="k2")
EMAIL = BlindIndex("staff.email_index")


def test_a_value_has_one_hash_of_64_letters():
    assert EMAIL.of(Vault(OLD), "sari@example.com") == EMAIL.of(Vault(OLD), "sari@example.com")
    assert len(EMAIL.of(Vault(OLD), "sari@example.com")) == 64


def test_the_same_value_looks_different_in_another_index():
    assert EMAIL.of(Vault(OLD), "sari@example.com") != BlindIndex("customer.email_index").of(
        Vault(OLD), "sari@example.com"
    )


def test_what_an_older_key_filed_is_among_the_candidates():
    filed = EMAIL.of(Vault(OLD), "sari@example.com")
    assert EMAIL.candidates(Vault(BOTH), "sari@example.com") == [EMAIL.of(Vault(BOTH), "sari@example.com"), filed]


def test_indexes_that_stand_in_shops_stay_what_they_were_made_with():
    # Made with the first version: if this fails, nobody of the staff is found by address any more.
    made = "13bfee4e2ec96e7d"
    assert EMAIL.of(Vault(OLD), "sari@example.com").startswith(made)
