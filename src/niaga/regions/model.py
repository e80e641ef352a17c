"""What a region is to the other rooms."""

import msgspec

from niaga.regions.rules.codes import Level

__all__ = ["AddressGuess", "Level", "Match", "Region", "RegionGuess"]


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


class Match(msgspec.Struct, frozen=True):
    """Why a region is meant: the words of the address that name this level of it, or its `postal_code`."""

    level: str
    words: str


class RegionGuess(msgspec.Struct, frozen=True, kw_only=True):
    """A region that an address may mean, and how surely, in percent."""

    region: Region
    confidence: int
    matched: tuple[Match, ...]


class AddressGuess(msgspec.Struct, frozen=True, kw_only=True):
    """A written address taken apart: the candidates begin with the likeliest.

    Only when it is `confident` may the first be taken without asking who wrote it.
    """

    street: str
    postal_code: str | None
    phone: str | None
    confident: bool
    candidates: tuple[RegionGuess, ...]
