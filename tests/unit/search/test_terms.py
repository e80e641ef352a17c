"""Terms: what a name or a number may be found by, and how what somebody typed is read."""

import pytest

from niaga.platform.crypto import Keyring, Vault
from niaga.platform.search import Findable, tokens_of, ways_to_read
from niaga.platform.search.tokens import candidates

OLD = Vault(Keyring({"k1": bytes(range(32))}, primary="k1"))
BOTH = Vault(Keyring({"k2": bytes(range(7, 39)), "k1": bytes(range(32))}, primary="k2"))


def names(*written: str) -> set[str]:
    return {term.removeprefix("name ") for term in Findable(names=written).terms()}


def test_a_word_is_found_by_its_beginnings_from_three_letters():
    assert names("Wulan") == {"wul", "wula", "wulan"}


def test_a_short_word_is_found_whole():
    assert names("Ny. Sri A") == {"ny", "sri", "a"}


def test_a_long_word_is_found_by_twelve_letters_of_it():
    assert max(names("Kusumawardhaningrum"), key=len) == "kusumawardha"
    assert ways_to_read("Kusumawardhaningrum") == [("name kusumawardha",)]


@pytest.mark.parametrize("written", ["Nur'Aïni", "NURAINI", "nur\u2019aini", "Nuraini"])
def test_accents_case_and_apostrophes_do_not_count(written: str):
    assert "nuraini" in names(written)
    assert ways_to_read(written) == [("name nuraini",)]


def test_the_same_name_twice_makes_no_more_terms():
    assert names("Sari", "SARI") == names("Sari")


def test_a_phone_is_found_whole_and_by_its_last_four_digits():
    assert Findable(phones=("+6281234567890",)).terms() == {"phone +6281234567890", "tail 7890"}


@pytest.mark.parametrize("typed", ["0812-3456-7890", "+62 812 3456 7890", "wa.me/6281234567890"])
def test_a_phone_is_read_in_any_spelling(typed: str):
    assert ways_to_read(typed) == [("phone +6281234567890",)]


def test_four_digits_are_the_end_of_a_phone_or_a_word():
    assert ways_to_read("7890") == [("tail 7890",), ("name 7890",)]


def test_all_words_that_are_typed_count():
    assert ways_to_read(" sari  wulan ") == [("name sari", "name wulan")]


@pytest.mark.parametrize("typed", ["", " ", "--", "!?", "'"])
def test_what_holds_no_word_is_no_way_to_read(typed: str):
    assert ways_to_read(typed) == []


def test_no_number_of_words_makes_a_longer_statement():
    assert max(len(way) for way in ways_to_read(" ".join(f"w{number}" for number in range(80)))) <= 6


def test_an_order_and_a_customer_of_one_name_share_no_token():
    sari = Findable(names=("Sari",), phones=("+6281234567890",))
    assert tokens_of(OLD, "order", sari).isdisjoint(tokens_of(OLD, "customer", sari))


def test_tokens_of_an_older_key_are_looked_for_too():
    [token] = tokens_of(OLD, "order", Findable(names=("Sri",)))
    [newer] = tokens_of(BOTH, "order", Findable(names=("Sri",)))
    assert candidates(BOTH, "order", "name sri") == [newer, token]
    assert len(token) == 16
