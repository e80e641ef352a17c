"""Moments as people in Indonesia write them: `Selasa, 24 November 2026, 13.05 WIB`; English has a colon."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from niaga.platform.language import Language

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.shop.public import Zone

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


def moment_text(at: datetime, zone: Zone, language: Language, *, weekday: bool = False) -> str:
    """The moment in the shop's zone. No part of Indonesia moves its clocks, so the offset is the zone."""
    local = at + timedelta(hours=zone.utc_offset_hours)
    date = f"{local.day} {_MONTHS[language][local.month - 1]} {local.year}"
    point = "." if language is Language.ID else ":"
    time = f"{local.hour:02d}{point}{local.minute:02d} {zone.abbreviation}"
    day = f"{_DAYS[language][local.weekday()]}, " if weekday else ""
    return f"{day}{date}, {time}"
