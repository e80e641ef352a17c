"""Kemendagri codes: `31.74.02.1001` names a village, and its beginning names everything above it.

Inside the room a code is one integer of ten digits (`31.74` is 3174000000), so that the regions below another are one
range of numbers and a region's parents are found by arithmetic. Standard library only: the build reads this file too.
"""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """How far down a region stands."""

    PROVINCE = "province"
    REGENCY = "regency"
    DISTRICT = "district"
    VILLAGE = "village"


PROVINCES, REGENCIES, DISTRICTS, VILLAGES = 1, 2, 3, 4
"""The depths at which the levels stand."""
DISTRICT = 10**4
REGENCY = 10**6
PROVINCE = 10**8
ABOVE = (DISTRICT, REGENCY, PROVINCE)
"""Rounding a number down to one of these gives the district, the regency, the province it lies in."""
_LENGTHS = {2: PROVINCE, 5: REGENCY, 8: DISTRICT, 13: 1}
_FIRST_CITY = 71


def number_of(code: str) -> int | None:
    """`31.74.02` as 3174020000; None when the text does not have the shape of a code."""
    unit = _LENGTHS.get(len(code))
    digits = code.replace(".", "")
    if unit is None or not (digits.isascii() and digits.isdigit()):
        return None
    number = int(digits) * unit
    return number if code_of(number) == code else None


def code_of(number: int) -> str:
    """3174020000 as `31.74.02`."""
    digits = f"{number:010d}"
    parts = digits[:2], digits[2:4], digits[4:6], digits[6:]
    return ".".join(parts[: depth_of(number)])


def depth_of(number: int) -> int:
    """1 for a province, 2 for a regency, 3 for a district, 4 for a village."""
    if number % DISTRICT:
        return VILLAGES
    if number % REGENCY:
        return DISTRICTS
    return REGENCIES if number % PROVINCE else PROVINCES


def level_of(number: int) -> Level:
    """The level of the region with this number."""
    return _LEVELS[depth_of(number) - 1]


def depth_at(level: Level) -> int:
    """The depth of a level, provinces being 1."""
    return _LEVELS.index(level) + 1


_LEVELS = tuple(Level)
SPANS = (PROVINCE, REGENCY, DISTRICT, 1)
"""How many numbers a region of each level covers, itself included."""


def parents_of(number: int) -> list[int]:
    """The numbers of everything above, the nearest first."""
    return [number - number % unit for unit in ABOVE[VILLAGES - depth_of(number) :]]


def end_of(number: int) -> int:
    """The first number that no longer lies within the region."""
    return number + SPANS[depth_of(number) - 1]


def is_city(number: int) -> bool:
    """Whether the regency is a kota: those are counted from 71 in every province."""
    return depth_of(number) == REGENCIES and number // REGENCY % 100 >= _FIRST_CITY


def province_code(code: str) -> str:
    """`31.74.02.1001` → `31`."""
    return code[:2]


def regency_code(code: str) -> str | None:
    """`31.74.02.1001` → `31.74`; None for a province."""
    return code[:5] if len(code) >= len("31.74") else None


def district_code(code: str) -> str | None:
    """`31.74.02.1001` → `31.74.02`; None above districts."""
    return code[:8] if len(code) >= len("31.74.02") else None
