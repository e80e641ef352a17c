"""Moments as people write them, in the shop's zone."""

from datetime import UTC, datetime

import pytest

from niaga.platform.dates import Zone, moment_text
from niaga.platform.language import Language

AT = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "weekday", "text"),
    [
        (Zone.JAKARTA, Language.ID, False, "24 November 2026, 13.05 WIB"),
        (Zone.PONTIANAK, Language.ID, True, "Selasa, 24 November 2026, 13.05 WIB"),
        (Zone.MAKASSAR, Language.ID, False, "24 November 2026, 14.05 WITA"),
        (Zone.JAYAPURA, Language.EN, True, "Tuesday, 24 November 2026, 15:05 WIT"),
    ],
)
def test_a_moment_is_written_as_people_do(zone: Zone, language: Language, weekday: bool, text: str) -> None:  # noqa: FBT001
    assert moment_text(AT, zone, language, weekday=weekday) == text


def test_the_year_turns_at_the_shops_midnight() -> None:
    late = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    assert moment_text(late, Zone.JAKARTA, Language.ID) == "1 Januari 2027, 00.30 WIB"
    assert moment_text(late, Zone.JAKARTA, Language.EN) == "1 January 2027, 00:30 WIB"
