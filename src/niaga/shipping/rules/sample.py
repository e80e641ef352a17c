"""SAMPLE tariffs, for demo shops and load tests: computed, plausible, and no courier's real price list.

A price per kilogram grows with the distance between approximate places and with how hard the destination is to reach;
each service takes its share of it. Absences are samples too: next-day only to cities in reach, economy not to the east.
"""

from __future__ import annotations

from enum import StrEnum
from math import isqrt
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from niaga.shipping.model import Coverage, Tariff
from niaga.shipping.rules.couriers import SERVICES
from niaga.shipping.rules.sample_places import REMOTE, ZONE_PERCENT, Place, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from niaga.shipping.model import CourierService

_START = 9_500  # rupiah per kg before the first kilometre
_PER_10_KM = 145
_WITHIN_CITY = 8_000
_REMOTE_PERCENT = 118
_KG = 1_000
_PARCEL_UNIT = 500  # prices per kg are rounded up to it
_CARGO_UNIT = 100
_NEXT_DAY_KM = 350
_NEXT_DAY_FLIGHT_KM = 2_500
_FIRST_CITY = 71  # regency codes ending in 71 and above are cities (kota)
_EASTERN = frozenset({"81", "82", "91", "92", "93", "94", "95", "96"})
_HIGHLANDS = frozenset({"94", "95"})  # reached by air alone


class _Reach(StrEnum):
    ALL = "all"
    NOT_EAST = "not_east"
    SURFACE = "surface"
    NEXT_DAY = "next_day"
    SAME_CITY = "same_city"


class _Profile(NamedTuple):
    """How a service relates to the base price: percent of it, days before leaving, kilometres a day, reach."""

    percent: int
    days: int
    km_per_day: int
    reach: _Reach = _Reach.ALL


_NEXT_DAY_KM_PER_DAY = 10_000
_PROFILES = {
    ("jne", "REG"): _Profile(100, 1, 600),
    ("jne", "OKE"): _Profile(88, 2, 500, _Reach.NOT_EAST),
    ("jne", "YES"): _Profile(165, 1, _NEXT_DAY_KM_PER_DAY, _Reach.NEXT_DAY),
    ("jne", "CTC"): _Profile(95, 1, 600, _Reach.SAME_CITY),
    ("jne", "JTR"): _Profile(36, 3, 350, _Reach.SURFACE),
    ("jnt", "EZ"): _Profile(102, 1, 580),
    ("sicepat", "REG"): _Profile(98, 1, 600),
    ("sicepat", "BEST"): _Profile(150, 1, _NEXT_DAY_KM_PER_DAY, _Reach.NEXT_DAY),
    ("sicepat", "GOKIL"): _Profile(31, 3, 350, _Reach.SURFACE),
    ("anteraja", "REG"): _Profile(96, 1, 590),
    ("anteraja", "SAMEDAY"): _Profile(210, 0, _NEXT_DAY_KM_PER_DAY, _Reach.SAME_CITY),
    ("pos", "REGULER"): _Profile(92, 2, 700),
    ("pos", "NEXTDAY"): _Profile(140, 1, _NEXT_DAY_KM_PER_DAY, _Reach.NEXT_DAY),
    ("tiki", "REG"): _Profile(101, 1, 620),
    ("tiki", "ECO"): _Profile(86, 3, 450, _Reach.NOT_EAST),
    ("tiki", "ONS"): _Profile(170, 1, _NEXT_DAY_KM_PER_DAY, _Reach.NEXT_DAY),
    ("lion", "REGPACK"): _Profile(93, 1, 640),
    ("lion", "JAGOPACK"): _Profile(84, 3, 500, _Reach.NOT_EAST),
    ("ninja", "STANDARD"): _Profile(94, 2, 700, _Reach.SURFACE),
    ("wahana", "EXPRESS"): _Profile(80, 2, 500, _Reach.NOT_EAST),
    ("wahana", "KARGO"): _Profile(27, 4, 300, _Reach.SURFACE),
}


class _Route(NamedTuple):
    origin: str
    destination: str
    km: int
    base: int

    @property
    def within_city(self) -> bool:
        return self.origin == self.destination


def sample_tariffs(origin_regency_code: str, regencies: Iterable[str]) -> Iterator[Tariff]:
    """Sample tariffs of every service from one regency (`31.74`) to each of the regencies. The same every time."""
    here = place_of(origin_regency_code)
    for regency in regencies:
        route = _route(origin_regency_code, here, regency)
        for service in SERVICES:
            profile = _PROFILES[service.courier, service.service]
            assert (service.coverage is Coverage.SAME_CITY) == (profile.reach is _Reach.SAME_CITY), service.name
            if _reaches(profile.reach, route):
                yield _tariff(route, service, profile)


def _route(origin: str, here: Place, destination: str) -> _Route:
    there = place_of(destination)
    if origin == destination:
        return _Route(origin, destination, 0, _WITHIN_CITY)
    # A hundredth of a degree is 1.113 km; near the equator the two axes hardly differ. 12388 = 1.113 squared, x 10,000.
    km = isqrt(((there.latitude - here.latitude) ** 2 + (there.longitude - here.longitude) ** 2) * 12_388 // 10_000)
    zone = max(ZONE_PERCENT[origin[:2]], ZONE_PERCENT[destination[:2]])
    if origin[:2] == destination[:2]:
        zone = (100 + zone) // 2
    base = (_START + km * _PER_10_KM // 10) * zone // 100
    if destination in REMOTE or origin in REMOTE:
        base = base * _REMOTE_PERCENT // 100
    return _Route(origin, destination, km, base)


def _reaches(reach: _Reach, route: _Route) -> bool:
    province = route.destination[:2]
    remote = route.destination in REMOTE or route.origin in REMOTE
    if reach is _Reach.SAME_CITY:
        return route.within_city
    if reach is _Reach.NOT_EAST:
        return province not in _EASTERN
    if reach is _Reach.SURFACE:
        return province not in _HIGHLANDS and not remote
    if reach is _Reach.NEXT_DAY:
        city = int(route.destination[3:]) >= _FIRST_CITY
        by_air = city and route.km <= _NEXT_DAY_FLIGHT_KM and province not in _EASTERN
        return not remote and (route.km <= _NEXT_DAY_KM or by_air)
    return True


def _tariff(route: _Route, service: CourierService, profile: _Profile) -> Tariff:
    # Couriers differ from place to place by up to 4 %, the same way for all services of a courier.
    drift = 96 + crc32(f"{service.courier}{route.destination}".encode()) % 9
    exact = route.base * profile.percent * drift // 10_000
    min_grams = service.weight.min_grams
    unit = _PARCEL_UNIT if min_grams == _KG else _CARGO_UNIT
    per_kg = -(-exact // unit) * unit
    days = profile.days + route.km // profile.km_per_day
    slack = 0 if profile.km_per_day == _NEXT_DAY_KM_PER_DAY else 1 + route.km // 1_500
    return Tariff(
        origin_code=route.origin,
        destination_code=route.destination,
        courier=service.courier,
        service=service.service,
        price_first=per_kg,
        first_grams=_KG,
        price_next=per_kg,
        step_grams=_KG,
        min_grams=min_grams,
        min_price=0,
        etd_min_days=days,
        etd_max_days=days + slack,
    )
