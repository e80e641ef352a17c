"""Language: what a header asks for, and texts that fill in facts without doing anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niaga.platform.language import Language, choose_language, translate


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "id"),
        ("id", "id"),
        ("in-ID", "id"),
        ("en", "en"),
        ("en-US,en;q=0.9", "en"),
        ("id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7", "id"),
        ("en;q=0.4, id;q=0.5", "id"),
        ("jv, EN-gb;q=0.1", "en"),
        ("fr-FR, de", "id"),
        ("en;q=0", "id"),
        ("*", "id"),
        ("en;q=nan", "id"),
        ("en;q=1e999", "id"),
        ("en;q=-1, en;q=x", "id"),
        ("english", "id"),
    ],
)
def test_the_header_chooses_the_language(header: str, language: str):
    assert choose_language(header) == language


@given(st.text(max_size=2000))
def test_no_header_breaks_the_choice(header: str):
    assert choose_language(header) in Language


@given(st.text("enid;q=,.019-* ", max_size=300))
def test_nearly_right_headers_do_not_break_it_either(header: str):
    assert choose_language(header) in Language


def test_a_huge_header_is_cut():
    assert choose_language("," * 10_000_000 + "en") is Language.ID


def test_english_is_the_template_with_its_facts():
    assert (
        translate("There is no {what} {reference}.", Language.EN, what="order", reference="1") == "There is no order 1."
    )


def test_indonesian_is_translated_with_its_facts():
    assert translate("There is no {what} {reference}.", "id", what="order", reference="1") == "Tidak ada order 1."


def test_facts_are_text_and_never_templates():
    assert translate("There is no {what} {reference}.", "en", what="{reference}", reference="{0.__class__}") == (
        "There is no {reference} {0.__class__}."
    )


@pytest.mark.parametrize("template", ["{a.__class__}", "{a[0]}", "{a!r}", "{a:>9}", "{", "}", "{}", "{0}", "{b}"])
def test_a_template_reaches_nothing_but_its_facts(template: str):
    assert translate(template, "en", a="x") == template


def test_an_unknown_text_stays_as_it_is():
    assert translate("Never written down.", "id") == "Never written down."
    assert translate("", "id") == ""
