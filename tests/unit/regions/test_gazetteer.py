"""All regions, by code, by parent, by postal code, page by page."""

import pytest

from niaga.foundation.errors import NotFound
from niaga.foundation.paging import BadCursor
from niaga.regions.public import Level, Region, RegionFilter, Regions


def every(regions: Regions, level: Level) -> list[Region]:
    found, cursor = [], None
    while True:
        page = regions.list_regions(RegionFilter(level=level), limit=5000, cursor=cursor)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


@pytest.mark.parametrize(
    ("level", "count"),
    [
        (Level.PROVINCE, 38),
        (Level.REGENCY, 514),
        (Level.DISTRICT, 7285),
        (Level.VILLAGE, 83762),
    ],
)
def test_the_whole_country_is_there(regions: Regions, level: Level, count: int):
    found = every(regions, level)
    assert len(found) == len({region.code for region in found}) == count
    assert {region.level for region in found} == {level}


def test_every_village_has_one_postal_code(regions: Regions):
    for village in every(regions, Level.VILLAGE):
        [postal_code] = village.postal_codes
        assert len(postal_code) == 5
        assert postal_code.isdigit()


def test_the_children_of_all_regencies_are_all_districts(regions: Regions):
    districts = [child.code for regency in regions.all_regencies() for child in regions.list_children(regency.code)]
    assert districts == [district.code for district in every(regions, Level.DISTRICT)]


def test_a_region_tells_its_place(regions: Regions):
    district = regions.get_region("31.74.02")
    assert (district.level, district.name, district.type) == (
        Level.DISTRICT,
        "Setiabudi",
        "Kecamatan",
    )
    assert district.path == (
        "Daerah Khusus Ibukota Jakarta",
        "Kota Administrasi Jakarta Selatan",
        "Setiabudi",
    )
    assert "12910" in district.postal_codes
    assert regions.path_of("31.74.02") == district.path


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("31", "Provinsi"),
        ("31.01", "Kabupaten Administrasi"),
        ("31.74", "Kota Administrasi"),
        ("32.04", "Kabupaten"),
        ("32.73", "Kota"),
        ("91.71.03", "Distrik"),
        ("31.74.02.1001", "Kelurahan"),
        ("34.04.07.2001", "Desa"),
    ],
)
def test_a_region_is_called_what_it_is(regions: Regions, code: str, kind: str):
    assert regions.get_region(code).type == kind


@pytest.mark.parametrize(
    "code",
    [
        "",
        "3",
        "99",
        "31.74.02.9999",
        "3174",
        "31.74.0",
        "31..74",
        "31.74.02.0000",
        "٣١",
        "31\0",
        "x" * 9999,
    ],
)
def test_what_is_no_code_finds_nothing(regions: Regions, code: str):
    assert regions.find_region(code) is None
    with pytest.raises(NotFound):
        regions.get_region(code)
    with pytest.raises(NotFound):
        regions.list_children(code)


def test_names_keep_their_commas_and_apostrophes(regions: Regions):
    assert regions.search("bu nuapu\u2019u", limit=1)[0].name == "Bu Nuapu\u2019u"
    assert regions.search("lambang sari 1 2 3", limit=1)[0].name == "Lambang Sari I, II, III"


def test_a_postal_code_lists_its_villages(regions: Regions):
    villages = regions.list_by_postal_code("80361")
    assert [village.name for village in villages] == [
        "Tuban",
        "Kuta",
        "Kedonganan",
        "Legian",
        "Seminyak",
    ]
    assert (
        regions.list_by_postal_code("00000")
        == regions.list_by_postal_code("8036")
        == regions.list_by_postal_code("kuta!")
        == []
    )


def test_postal_codes_of_a_region_are_those_of_its_villages(regions: Regions):
    villages = regions.list_regions(RegionFilter(level=Level.VILLAGE, parent="31.74.02"), limit=100).items
    assert set(regions.postal_codes_of("31.74.02")) == {code for village in villages for code in village.postal_codes}
    assert regions.get_region("31").postal_codes == ()
    assert len(regions.postal_codes_of("31")) > 200


def test_pages_follow_one_another_without_gap(regions: Regions):
    narrowed = RegionFilter(level=Level.VILLAGE, parent="31.74")
    whole = [region.code for region in regions.list_regions(narrowed, limit=100).items]
    paged, cursor = [], None
    while True:
        page = regions.list_regions(narrowed, limit=7, cursor=cursor)
        paged += [region.code for region in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert paged == whole
    assert len(whole) == 65


def test_pages_of_a_search_follow_one_another(regions: Regions):
    first = regions.list_regions(RegionFilter(search="sukamaju"), limit=5)
    second = regions.list_regions(RegionFilter(search="sukamaju"), limit=5, cursor=first.next_cursor)
    assert [region.code for region in first.items + second.items] == [
        region.code for region in regions.search("sukamaju", limit=10)
    ]


@pytest.mark.parametrize("cursor", ["rubbish", "W10", "WyIzMSJd", "Wy0xXQ=="])
def test_a_foreign_cursor_is_refused(regions: Regions, cursor: str):
    with pytest.raises(BadCursor):
        regions.list_regions(RegionFilter(search="bandung"), cursor=cursor)
    with pytest.raises(BadCursor):
        regions.list_regions(RegionFilter(), cursor="WzVd")


def test_filters_narrow_one_another(regions: Regions):
    def codes(**narrowed: object) -> list[str]:
        return [region.code for region in regions.list_regions(RegionFilter(**narrowed), limit=100).items]  # type: ignore[arg-type]

    assert codes(postal_code="12910") == ["31.74.02.1001"]
    assert codes(postal_code="12910", level=Level.DISTRICT) == ["31.74.02"]
    assert codes(postal_code="12910", parent="32") == []
    assert codes(search="setiabudi", postal_code="12910") == [
        "31.74.02",
        "31.74.02.1001",
    ]
    assert codes(search="setiabudi", level=Level.VILLAGE, parent="61") == ["61.07.04.2009"]
    assert codes(parent="31.74.02.1001") == []
    assert codes(parent="31.74", level=Level.PROVINCE) == []
    assert len(codes()) == 38


def test_searching_a_level_falls_back_to_what_lies_within_the_best_match(
    regions: Regions,
):
    districts = regions.search("jaksel", level=Level.DISTRICT)
    assert [district.code[:5] for district in districts] == ["31.74"] * 10
