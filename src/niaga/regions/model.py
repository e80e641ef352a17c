"""What a region is to the other rooms."""

import msgspec

from niaga.regions.rules.codes import Level

__all__ = ["Level", "Region"]


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """One region of Indonesia as the Ministry of Home Affairs lists it.

    `code` is dotted (`31.74.02`), `type` the Indonesian word for what it is (`Kota Administrasi`, `Kecamatan`, `Desa`),
    `path` the names from the province down to this region. `postal_codes` are the distinct codes in use beneath,
    in order; a province lists none, for they are a thousand and more.
    """

    code: str
    level: Level
    name: str
    type: str
    path: tuple[str, ...]
    postal_codes: tuple[str, ...]
