"""The only door to regions: the gazetteer and the arithmetic of codes. No database stands behind it."""

from niaga.regions.lookup import RegionFilter, Regions, is_postal_code
from niaga.regions.model import AddressGuess, Level, Match, Region, RegionGuess
from niaga.regions.rules.codes import district_code, province_code, regency_code

__all__ = [
    "AddressGuess",
    "Level",
    "Match",
    "Region",
    "RegionFilter",
    "RegionGuess",
    "Regions",
    "district_code",
    "is_postal_code",
    "province_code",
    "regency_code",
]
