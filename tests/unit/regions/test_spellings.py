"""The search is judged by how people really write places: `tests/fixtures/region_spellings.tsv`."""

from pathlib import Path

import pytest

from niaga.regions.public import Regions

FIXTURE = Path(__file__).parents[2] / "fixtures" / "region_spellings.tsv"
ROWS = [
    tuple(line.split("\t"))
    for line in FIXTURE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_there_are_sixty_spellings_of_every_level():
    assert len(ROWS) >= 60
    assert {code.count(".") for _, code, _ in ROWS} == {0, 1, 2, 3}


def test_the_list_names_the_regions_it_means(regions: Regions):
    for _, code, place in ROWS:
        assert ", ".join(reversed(regions.path_of(code))) == place


def test_nearly_every_spelling_finds_its_region_first(regions: Regions):
    missed = [spelling for spelling, code, _ in ROWS if regions.search(spelling)[0].code != code]
    assert len(missed) <= len(ROWS) * 0.05, missed


@pytest.mark.parametrize(("spelling", "code", "place"), ROWS)
def test_the_region_is_among_the_first_five(regions: Regions, spelling: str, code: str, place: str):
    found = regions.search(spelling, limit=5)
    assert code in [region.code for region in found], f"{spelling} should find {place}"
