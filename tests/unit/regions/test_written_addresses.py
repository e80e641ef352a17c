"""Addresses as people write them are judged by `tests/fixtures/written_addresses.tsv`; and no guess is ever silent."""

import random
import time
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from niaga.regions.public import AddressGuess, Level, Region, RegionFilter, Regions

REGIONS = Regions()
FIXTURE = Path(__file__).parents[2] / "fixtures" / "written_addresses.tsv"
ROWS = [
    tuple(line.split("\t"))
    for line in FIXTURE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
SURE = [(text, code) for text, code, kind, _ in ROWS if kind == "sure"]
OPEN = [(text, code) for text, code, kind, _ in ROWS if kind == "open"]
NO_REGION = "-"


@lru_cache(maxsize=1000)
def parsed(text: str) -> AddressGuess:
    return REGIONS.parse_address(text.replace("\\n", "\n"))


def district(guess: AddressGuess) -> str:
    """The code of the first candidate's district."""
    return guess.candidates[0].region.code[:8] if guess.candidates else NO_REGION


def some_districts(count: int) -> list[Region]:
    """A fixed random sample."""
    everything = REGIONS.list_regions(RegionFilter(level=Level.DISTRICT), limit=10_000).items
    return random.Random(61).sample(everything, count)


def test_the_list_names_the_regions_it_means():
    assert len(SURE) >= 120
    assert len(OPEN) >= 20
    for _, code, _, place in ROWS:
        if code != NO_REGION:
            assert ", ".join(reversed(REGIONS.path_of(code))) == place


def test_nine_of_ten_addresses_find_their_district_first():
    missed = [text for text, code in SURE if district(parsed(text)) != code[:8]]
    assert len(missed) <= len(SURE) * 0.1, missed


def test_no_confident_guess_is_wrong():
    assert [text for text, code in SURE if (guess := parsed(text)).confident and district(guess) != code[:8]] == []


@pytest.mark.parametrize(("text", "code"), OPEN)
def test_what_is_not_said_clearly_stays_open(text: str, code: str):
    guess = parsed(text)
    assert not guess.confident
    districts = {one.region.code[:8] for one in guess.candidates}
    assert code == NO_REGION or code[:8] in districts


def test_most_addresses_need_no_question():
    assert sum(parsed(text).confident for text, _ in SURE) >= len(SURE) * 0.85


def test_a_district_of_another_regency_is_never_taken_without_asking():
    """Any two districts: the first is named in the regency of the second, or with its postal code."""
    districts = some_districts(160)
    for one, other in zip(districts[::2], districts[1::2], strict=True):
        names = {child.name for child in REGIONS.list_children(other.code[:5])}
        if one.name not in names and other.postal_codes and other.postal_codes[0] not in one.postal_codes:
            assert not parsed(f"Jl. Mawar 5, Kec. {one.name}, {other.path[1]}").confident
            assert not parsed(f"Jl. Mawar 5, Kec. {one.name}, {one.path[1]} {other.postal_codes[0]}").confident


def test_a_misspelled_village_is_right_or_open():
    villages = [REGIONS.list_children(district.code)[0] for district in some_districts(80)]
    for village in [village for village in villages if len(village.name) > len("Lama")]:
        misspelled = village.name[:2] + village.name[3:]
        guess = parsed(f"Jl. Mawar 5, Ds. {misspelled}, Kec. {village.path[2]}, {village.path[1]}")
        assert not guess.confident or district(guess) == village.code[:8]


def test_the_parts_of_an_address_are_told_apart():
    guess = parsed("Jl. Sudirman 5, Kec. Setiabudi, Jaksel 12910 HP 0812-3456-7890")
    assert (guess.street, guess.postal_code, guess.phone) == ("Jl. Sudirman 5", "12910", "+6281234567890")
    assert guess.confident
    first = guess.candidates[0]
    assert (first.region.code, first.confidence) == ("31.74.02", 99)
    assert [(match.level, match.words) for match in first.matched] == [
        ("district", "Setiabudi"),
        ("regency", "Jaksel"),
        ("postal_code", "12910"),
    ]


@pytest.mark.parametrize(
    ("text", "street"),
    [
        (
            "Jl. Raya Bogor Km 30, Kel. Mekarsari, Cimanggis, Depok16452 (dpn masjid)",
            "Jl. Raya Bogor Km 30, (dpn masjid)",
        ),
        ("Jl Mawar 5 RT 1 RW 2 Sukolilo Surabaya", "Jl Mawar 5 RT 1 RW 2"),
        ("Sukolilo Park Regency 5, Surabaya", "Sukolilo Park Regency 5"),
        ("0812 3456 7890, Gg. Kancil 3, Tebet - Jakarta Selatan - Kode Pos: 12810", "Gg. Kancil 3"),
        ("Jakarta Selatan, Tebet, Jl. Tebet Raya 5", "Jl. Tebet Raya 5"),
        ("rumah pagar hijau depan masjid", "rumah pagar hijau depan masjid"),
    ],
)
def test_the_street_is_what_remains(text: str, street: str):
    assert parsed(text).street == street


@pytest.mark.parametrize(
    "street", ["Jl. Surabaya 5", "Jl. Raya Bogor Km 30", "Gg. Setiabudi IV/3", "Perum Taman Malang Indah Blok C2"]
)
def test_the_name_of_a_street_is_no_region(street: str):
    guess = parsed(f"{street}, Kec. Coblong, Kota Bandung")
    assert [one.region.code for one in guess.candidates[:2]] == ["32.73.02", "32.73"]
    assert guess.confident


def test_a_city_is_not_the_regency_of_its_name():
    assert parsed("Kota Bandung").candidates[0].region.code == "32.73"
    assert parsed("Kab. Bandung").candidates[0].region.code == "32.04"
    assert parsed("Kec. Cileunyi, Kab. Bandung").confident
    assert not parsed("Kec. Cileunyi, Kota Bandung").confident


def test_the_larger_region_stands_to_the_right():
    assert district(parsed("Bandung, Tulungagung")) == "35.04.17"
    assert district(parsed("Depok, Sleman")) == "34.04.07"


def test_the_order_tells_a_village_from_its_namesake():
    """A village Pagu lies in the district Wates, and a village Wates in the district Pagu."""
    assert parsed("Pagu, Wates, Kediri").candidates[0].region.code == "35.06.06.2013"
    assert parsed("Wates, Pagu, Kediri").candidates[0].region.code == "35.06.11.2005"


def test_one_name_alone_is_not_enough_however_long():
    guess = parsed("Kec. Buay Pematang Ribu Ranau Tengah")
    assert guess.candidates[0].confidence >= 90
    assert not guess.confident


def test_the_part_of_a_name_in_a_street_points_at_no_village():
    assert parsed("Jl. Tanjung Duren Raya 12, Grogol Petamburan, Jakarta Barat").candidates[0].region.code == "31.73.02"
    assert parsed("Jl. Kramat Menteng 3, Jakarta Pusat").candidates[0].region.code == "31.71"


def test_a_name_that_is_exactly_another_regions_is_not_taken_for_a_misspelled_one():
    """Sukarame is a district of Bandar Lampung; in Palembang there is Sukarami."""
    guess = parsed("Kec. Sukarame, Kota Palembang")
    assert guess.candidates[0].region.code == "16.71.07"
    assert not guess.confident
    assert parsed("Kec. Sukaramj, Kota Palembang").confident


def test_a_village_in_doubt_leaves_its_district_first():
    guess = parsed("Kelapa Gading, Kec. Kelapa Gading, Jakarta Utara")
    assert guess.candidates[0].region.code == "31.72.06"
    assert guess.confident


def test_two_postal_codes_contradict_each_other():
    assert not parsed("Kec. Tebet, Jakarta Selatan 12810, 40132").confident


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("Sari 0812-3456-7890 Jl. Mawar 5, Tebet 12810", "+6281234567890"),
        ("Jl. Mawar 5, Tebet 12810 081234567890", "+6281234567890"),
        ("Jl. Mawar 5, Tebet 12810 telp (021) 555-1234", "+62215551234"),
        ("Jl. Mawar 5 no 021-555, Tebet 12810", None),
        ("Jl. Mawar 5 RT 008/012, Tebet 12810", None),
    ],
)
def test_a_phone_number_is_found_and_a_house_number_is_none(text: str, phone: str | None):
    guess = parsed(text)
    assert (guess.phone, guess.postal_code, district(guess)) == (phone, "12810", "31.74.01")


def test_what_is_too_long_is_read_in_part_and_never_taken_without_asking():
    guess = parsed("Jl. Sudirman 5, Kec. Setiabudi, Jaksel 12910" + " " * 600)
    assert guess.candidates[0].region.code == "31.74.02"
    assert not guess.confident


HOSTILE = {
    "letters": "a" * 10_000,
    "digits": "0123456789" * 1_000,
    "spaced digits": "1 2 3 4 5 6 7 8 9 0 " * 500,
    "phones": "0812-3456-789 " * 700,
    "pluses": "+62" * 3_300,
    "one word": "jaya " * 2_000,
    "types": "kec kab kota kel ds prov " * 400,
    "streets": "jl gg blok no rt rw " * 500,
    "commas": "," * 10_000,
    "brackets": "(" * 5_000 + ")" * 5_000,
    "dashes": " - " * 3_300,
    "emoji": "🏠📦" * 5_000,
    "right to left": "\u202e\u0634\u0627\u0631\u0639 \u062c\u0627\u0643\u0631\u062a\u0627, " * 700,
    "accents": "e\u0301" * 5_000,
    "ligatures": "\ufdfa" * 10_000,
    "apostrophes": "a'" * 5_000,
    "zeros": "\0" * 10_000,
    "misspelled": "sukamaya sumbir mulya karangannar sidamulyo mekir sary jayo raja tinjung bary suku makmir " * 110,
    "ambiguous": "sukamaju, sukajaya, sukamulya, sidomulyo, sukarame, tanjung, karang anyar, mekarsari, " * 110,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_address_costs_little(name: str):
    spent = []
    for text in (HOSTILE[name], HOSTILE[name][:600]):
        for _ in range(3):
            started = time.thread_time()
            guess = REGIONS.parse_address(text)
            spent.append(time.thread_time() - started)
        assert min(spent[-3:]) < 0.05
    assert not guess.confident


def test_an_address_is_read_in_milliseconds():
    spent = []
    for text, _ in SURE:
        started = time.thread_time()
        REGIONS.parse_address(text)
        spent.append(time.thread_time() - started)
    assert sorted(spent)[len(spent) // 2] < 0.01


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=700))
def test_any_text_is_taken_apart(text: str):
    guess = REGIONS.parse_address(text)
    assert len(guess.candidates) <= 8
    for one in guess.candidates:
        assert 0 <= one.confidence <= 99
        assert REGIONS.find_region(one.region.code) == one.region
        assert all(match.words for match in one.matched)
