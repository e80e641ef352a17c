"""What a region is called in Indonesian: its type follows from its level, its code and its official name."""

from __future__ import annotations

from niaga.regions.rules.codes import DISTRICT, DISTRICTS, PROVINCE, PROVINCES, REGENCIES, depth_of

_TITLES = ("Kabupaten Administrasi", "Kota Administrasi", "Kabupaten", "Kota")
_PAPUA = 91
_VILLAGES = {1: "Kelurahan", 2: "Desa", 3: "Desa Adat"}


def type_of(number: int, name: str) -> str:
    """`Kota Administrasi`, `Kecamatan`, `Desa`. Villages are told apart by the first of their four digits."""
    depth = depth_of(number)
    if depth == PROVINCES:
        return "Provinsi"
    if depth == REGENCIES:
        return next((title for title in _TITLES if name.startswith(f"{title} ")), "Kabupaten")
    if depth == DISTRICTS:
        return "Distrik" if number // PROVINCE >= _PAPUA else "Kecamatan"
    return _VILLAGES.get(number % DISTRICT // 1000, "Desa")
