"""Moments as people in Indonesia write them: `Selasa, 24 November 2026, 13.05 WIB`; English has a colon."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from niaga.platform.language import Language

if TYPE_CHECKING:
    from datetime import datetime

_MONTHS = {
    Language.ID: (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ),
    Language.EN: (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip
_DAYS = {
    Language.ID: ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    Language.EN: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


class Zone(StrEnum):
    """The shop's time zone: WIB, WITA or WIT. No part of Indonesia moves its clocks."""

    JAKARTA = "Asia/Jakarta"
    PONTIANAK = "Asia/Pontianak"
    MAKASSAR = "Asia/Makassar"
    JAYAPURA = "Asia/Jayapura"

    @property
    def utc_offset_hours(self) -> int:
        """Hours ahead of UTC, all year."""
        return {Zone.MAKASSAR: 8, Zone.JAYAPURA: 9}.get(self, 7)

    @property
    def abbreviation(self) -> str:
        """What people write behind a time."""
        return {7: "WIB", 8: "WITA", 9: "WIT"}[self.utc_offset_hours]


def moment_text(at: datetime, zone: Zone, language: Language, *, weekday: bool = False) -> str:
    """The moment in the shop's zone. No part of Indonesia moves its clocks, so the offset is the zone."""
    local = at + timedelta(hours=zone.utc_offset_hours)
    date = f"{local.day} {_MONTHS[language][local.month - 1]} {local.year}"
    point = "." if language is Language.ID else ":"
    time = f"{local.hour:02d}{point}{local.minute:02d} {zone.abbreviation}"
    day = f"{_DAYS[language][local.weekday()]}, " if weekday else ""
    return f"{day}{date}, {time}"
