"""The arithmetic of codes, and that the tables of spellings name what exists."""

import pytest

from niaga.regions.public import Regions, district_code, province_code, regency_code
from niaga.regions.rules.codes import code_of, end_of, number_of, parents_of
from niaga.regions.rules.nicknames import ABBREVIATIONS, NICKNAMES, TYPES
from niaga.regions.rules.question import question_of
from niaga.regions.rules.spelling import words_of


@pytest.mark.parametrize("code", ["31", "31.74", "31.74.02", "31.74.02.1001", "96.10.99.9999"])
def test_a_code_survives_being_a_number(code: str):
    number = number_of(code)
    assert number is not None
    assert code_of(number) == code


def test_what_lies_within_a_region_is_one_range_of_numbers():
    district, village, next_district = 3174020000, 3174021001, 3174030000
    assert (number_of("31.74.02"), number_of("31.74.02.1001")) == (district, village)
    assert district < village < end_of(district) == next_district
    assert [code_of(number) for number in parents_of(village)] == [
        "31.74.02",
        "31.74",
        "31",
    ]


def test_codes_name_what_is_above():
    assert (
        province_code("31.74.02.1001"),
        regency_code("31.74.02.1001"),
        district_code("31.74.02.1001"),
    ) == ("31", "31.74", "31.74.02")
    assert regency_code("31") is None
    assert district_code("31.74") is None


def test_nicknames_stand_for_names_that_exist(regions: Regions):
    unknown = {name for names in NICKNAMES.values() for name in names if not regions.is_name(name)}
    assert unknown == set()


def test_no_spelling_means_itself():
    assert [
        short for short, meanings in (ABBREVIATIONS | NICKNAMES).items() if short in meanings and len(meanings) == 1
    ] == []
    assert ABBREVIATIONS.keys() & TYPES.keys() == set()


def test_words_are_compared_without_case_accents_and_punctuation():
    assert words_of("Ma'u, Gn.  Ténggér-II") == ["mau", "gunung", "tengger", "2"]


def test_a_question_is_cut_to_a_bounded_size():
    question = question_of("ab " * 20_000)
    assert len(question.words) == 20


def test_a_type_word_speaks_of_the_name_beside_it():
    before, after = (
        question_of("kab bogor, jabar").words,
        question_of("bogor kab., jabar").words,
    )
    assert [word.hint and word.hint.depth for word in before if not word.is_type] == [
        2,
        None,
    ]
    assert [word.hint and word.hint.depth for word in after if not word.is_type] == [
        2,
        None,
    ]
