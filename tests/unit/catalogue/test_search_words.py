"""How texts become terms, and searches become words to look for."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.catalogue import feature, words

from niaga.catalogue.rules.filing import attribute_rows
from niaga.catalogue.rules.search import IN_TEXT, MAX_TERM, MAX_TERMS, MAX_WORDS, product_terms, words_sought


def terms_of(name: str, *, english: str | None = None, description: str = "") -> dict[str, int]:
    return product_terms(name=words(name, english), description=words(description), attributes=(), options=(), skus=())


@pytest.mark.parametrize(
    ("search", "name"),
    [
        ("berkebun", "Alat Kebun"),
        ("kebun", "Alat Berkebun"),
        ("kopinya", "Kopi Gayo"),
        ("KOPI", "kopi"),
        ("brulee", "Crème Brûlée"),
        ("minuman", "Minum"),
        ("\uff4b\uff4f\uff50\uff49", "Kopi"),
        ("straße", "strasse"),
    ],
)
def test_a_word_meets_its_other_forms(search: str, name: str) -> None:
    [sought] = words_sought(search)
    assert set(sought.terms) & terms_of(name).keys()


def test_english_endings_do_not_count() -> None:
    [sought] = words_sought("baskets")
    assert set(sought.terms) & terms_of("Keranjang", english="Rattan Basket").keys()


def test_only_the_last_word_may_be_a_beginning() -> None:
    assert [word.prefix for word in words_sought("kopi gayo ace")] == [None, None, "ace"]


def test_words_that_everybody_writes_do_not_count() -> None:
    assert [word.terms[0] for word in words_sought("keranjang untuk di kebun")] == ["keranjang", "kebun"]
    assert words_sought("untuk") == words_sought("?!") == words_sought("a") == []


def test_a_search_has_few_words_however_much_is_typed() -> None:
    assert len(words_sought(" ".join(f"kata{place}" for place in range(500)))) == MAX_WORDS
    assert len(words_sought("kopi " * 100)) == 1


def test_a_name_weighs_more_than_a_description_and_is_filed_apart() -> None:
    terms = terms_of("Kopi", description="Kopi dari Aceh")
    assert terms["kopi"] > terms[f"{IN_TEXT}aceh"]
    assert f"{IN_TEXT}kopi" not in terms
    assert "aceh" not in terms


@given(st.text(max_size=2000), st.text(max_size=2000))
def test_terms_are_few_short_and_plain(name: str, description: str) -> None:
    terms = terms_of(name, description=description)
    assert len(terms) <= MAX_TERMS
    for term in terms:
        assert term.removeprefix(IN_TEXT).isalnum()
        assert 0 < len(term) <= MAX_TERM + 1


@given(st.text(max_size=200))
def test_any_search_becomes_bounded_plain_words(search: str) -> None:
    sought = words_sought(search)
    assert len(sought) <= MAX_WORDS
    assert all(term.removeprefix(IN_TEXT).isalnum() for word in sought for term in word.terms)


def test_a_hostile_text_takes_no_time() -> None:
    began = time.process_time()
    for text in ("a" * 50_000, "\u0300" * 50_000, "ber" * 20_000, "\u200b-" * 25_000, "ﷺ" * 50_000):
        words_sought(text)
    assert time.process_time() - began < 0.25


def test_an_attribute_is_filed_by_code_and_by_its_words_in_both_languages() -> None:
    class Shown:
        id = "p"
        attributes = (feature("bahan", "Rotan Asli", "Real Rattan"), feature("asal", "Solo"))

    rows = [row[1:4] for row in attribute_rows([Shown()])]  # type: ignore[list-item]
    assert rows == [("bahan", "rotan-asli", True), ("bahan", "real-rattan", False), ("asal", "solo", True)]
