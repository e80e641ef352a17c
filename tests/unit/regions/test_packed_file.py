"""The packed file: what the build writes is what the atlas reads, and nothing else is taken for it."""

from pathlib import Path

import pytest

from niaga.regions.atlas import Atlas
from niaga.regions.packing import Entry, packed
from niaga.regions.public import Regions

ENTRIES = [
    Entry("94.01.01.2001", "Kampung “Baru”, II", "98801"),
    Entry("94", "Papua Tengah", None),
    Entry("94.01", "Kabupaten Nabire", None),
    Entry("94.01.01", "Nabire", None),
]


def test_regions_come_back_in_the_order_of_their_codes(tmp_path: Path):
    file = tmp_path / "regions.bin"
    file.write_bytes(packed(ENTRIES))
    regions = Regions(file)
    assert [region.name for region in regions.list_children("94.01")] == ["Nabire"]
    assert regions.get_region("94.01.01.2001").path[-1] == "Kampung “Baru”, II"
    assert regions.search("kp baru 2 nabire", limit=1)[0].code == "94.01.01.2001"


def test_the_same_regions_pack_to_the_same_bytes():
    assert packed(ENTRIES) == packed(reversed(ENTRIES))


def test_a_code_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"94\.x"):
        packed([Entry("94.x", "Nowhere", None)])


@pytest.mark.parametrize(
    "file",
    [b"", b"NIAGAR99", packed(ENTRIES)[:-200]],
)
def test_a_torn_or_foreign_file_is_refused(file: bytes):
    with pytest.raises(ValueError, match="regions"):
        Atlas(memoryview(file))


def test_a_missing_file_says_how_to_make_it(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="make setup"):
        Regions(tmp_path / "absent.bin").find_region("31")
