"""What the search promises beyond the list of spellings: every official name, order among equals, bounded work."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from niaga.regions.public import Level, Region, RegionFilter, Regions

REGIONS = Regions()


def some(level: Level, count: int) -> list[Region]:
    """A fixed random sample of the regions of a level."""
    narrowed = RegionFilter(level=level)
    everything = REGIONS.list_regions(narrowed, limit=100_000).items
    return random.Random(31).sample(everything, count)


def first(question: str) -> str:
    return REGIONS.search(question, limit=1)[0].code


def test_every_province_and_regency_is_found_by_its_official_name():
    for region in [*REGIONS.list_children(), *REGIONS.all_regencies()]:
        assert first(region.name) == region.code


def test_every_regency_is_found_by_its_short_type():
    for region in REGIONS.all_regencies():
        short = "kota" if region.type.startswith("Kota") else "kab."
        assert first(f"{short} {region.name.removeprefix(region.type)}") == region.code


def test_districts_are_found_by_their_name_and_regency():
    for district in some(Level.DISTRICT, 500):
        assert first(f"{district.name}, {district.path[1]}") == district.code


def test_villages_are_found_by_their_full_address():
    villages = some(Level.VILLAGE, 500)
    missed = [village for village in villages if first(", ".join(reversed(village.path[1:]))) != village.code]
    assert len(missed) <= 2, missed


def test_a_letter_too_few_still_finds_the_district():
    districts = [district for district in some(Level.DISTRICT, 200) if len(district.name) > 6]
    found = 0
    for district in districts:
        misspelled = district.name[:3] + district.name[4:]
        found += district.code in [
            region.code for region in REGIONS.search(f"{misspelled} {district.path[1]}", limit=5)
        ]
    assert found >= len(districts) * 0.95


def test_higher_levels_come_first_and_a_city_before_its_regency():
    codes = [region.code for region in REGIONS.search("bandung", limit=4)]
    assert codes == ["32.73", "32.04", "35.04.17", "36.04.34"]
    assert [region.code for region in REGIONS.search("jambi", limit=2)] == [
        "15",
        "15.71",
    ]


def test_extra_words_point_at_the_region_within():
    assert first("depok") == "32.76"
    assert first("depok sleman") == "34.04.07"
    assert first("kel. depok, kota depok") == "32.76.01.1006"


def test_the_words_of_an_address_may_stand_in_any_order():
    assert first("surabaya, sukolilo") == first("sukolilo surabaya") == "35.78.09"


@pytest.mark.parametrize(
    "spelling",
    [
        "SETIABUDI",
        "setia budi",
        "Setiabudí",
        "setia-budi",
        " setia\tbudi ",
        "“Setiabudi”",
    ],
)
def test_case_accents_and_spaces_do_not_matter(spelling: str):
    assert first(spelling) == "31.74.02"


@pytest.mark.parametrize("beginning", ["seti", "setiab", "setiabud"])
def test_a_name_may_be_typed_halfway(beginning: str):
    assert "31.74.02" in [region.code for region in REGIONS.search(f"jaksel {beginning}", limit=3)]


def test_streets_and_house_numbers_do_not_disturb():
    assert first("Jl. Ciasem I No.2, RT.2/RW.4, Rw. Bar, Kec. Kby. Baru, Kota Jakarta Selatan 12180") == "31.74.07.1005"


@pytest.mark.parametrize("nothing", ["", " ", "?!", "\0", "\ud800", "东京", "😀", "99999", "qqqqqqqq"])
def test_nothing_is_found_where_nothing_is_meant(nothing: str):
    assert REGIONS.search(nothing) == []


HOSTILE = [
    "a" * 50_000,
    "jaya " * 10_000,
    "jaya baru tanjung barat sungai timur selatan batu utara tengah sari muara " * 700,
    "lb pd kb ps kr gd bj pl lbk kbn " * 1_500,
    "kota kab kec kel ds prov " * 2_000,
    "sukamaya sumbir mulya karangannar sidamulyo mekir sary jayo raja tinjung bary suku makmir " * 500,
    "\u0301" * 50_000,
    "\ufdfa" * 50_000,
]


@pytest.mark.parametrize(
    "question",
    HOSTILE,
    ids=lambda question: question[:12].encode("ascii", "replace").decode(),
)
def test_a_hostile_question_costs_little(question: str):
    REGIONS.search("surabya")
    spent = []
    for _ in range(5):
        started = time.thread_time()
        REGIONS.search(question)
        spent.append(time.thread_time() - started)
    assert min(spent) < 0.05


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_answered(text: str):
    for region in REGIONS.search(text):
        assert REGIONS.find_region(region.code) == region


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("kec menteng jakpus", "31.71.06"),
        ("kel menteng jakpus", "31.71.06.1001"),
        ("Menteng (Kel.), Jakpus", "31.71.06.1001"),
        ("DI Yogyakarta", "34"),
        ("kota yogyakarta", "34.71"),
        ("medan kota", "12.71.01"),
    ],
)
def test_a_type_word_decides_between_namesakes(question: str, code: str):
    assert first(question) == code
