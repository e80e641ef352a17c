"""The price list in memory: per service and origin, sorted arrays of destinations, answered by bisection.

A region's code becomes a whole number per level (31.74.02 → 317402), so the rates of one level are one sorted array and
a rate costs 14 to 20 bytes. A question tries the most specific destination first (village, district, regency,
province, anywhere), and for one destination the most specific origin. 500,000 rates fit in 10 MB and answer in about a
microsecond.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from niaga.shipping.model import EVERYWHERE, MAX_FREIGHT, Offer, Rate, Reason, Source
from niaga.shipping.rules.price import freight

if TYPE_CHECKING:
    from collections.abc import Iterable

    from niaga.shipping.model import CourierService, ShippingRequest, Tariff

_LEVELS = {1: 0, 2: 1, 4: 2, 6: 3, 10: 4}  # digits of a code ("0" stands for anywhere) → how specific it is
_VIEWS = 64
_UINT32 = 2**32 - 1

_Terms = tuple[int, int, int, int, "int | None", "int | None"]
_ServiceCode = tuple[str, str]


class _Rates(NamedTuple):
    """The rates of one service from one origin to destinations of one level, sorted by `keys`."""

    level: int
    keys: array[int]
    price_first: array[int]
    price_next: array[int]
    terms: array[int]


@lru_cache(maxsize=4096)
def destination_keys(code: str) -> tuple[int, ...]:
    """The region and what contains it as numbers, from anywhere (0) to the most specific one."""
    digits = "" if code == EVERYWHERE else code.replace(".", "")
    return (0, *(int(digits[:length]) for length in (2, 4, 6, 10) if length <= len(digits)))


def _origins(code: str) -> list[str]:
    """The origin and what contains it as codes, the most specific one first."""
    parts = [] if code == EVERYWHERE else code.split(".")
    return [".".join(parts[:count]) for count in range(len(parts), 0, -1)] + [EVERYWHERE]


class TariffBook:
    """A price list that never changes; a new one is made when the table has changed."""

    def __init__(self, tariffs: Iterable[Tariff] = ()) -> None:
        """Takes tariffs in any order. Two for one route and service, or a price out of bounds, are the caller's bug."""
        filling: dict[tuple[_ServiceCode, str, int], _Rates] = {}
        numbers: dict[_Terms, int] = {}
        for origin, destination, courier, service, first, first_grams, following, *rest in tariffs:
            assert 0 < first <= MAX_FREIGHT, "a rate that costs nothing is not a rate"
            keys = destination_keys(destination)
            place = ((courier, service), origin, len(keys) - 1)
            rates = filling.get(place)
            if rates is None:
                wide = "Q" if place[2] == _LEVELS[10] else "I"
                rates = filling[place] = _Rates(place[2], array(wide), array("I"), array("I"), array("I"))
            rates.keys.append(keys[-1])
            rates.price_first.append(first)
            rates.price_next.append(following)
            rates.terms.append(numbers.setdefault((first_grams, *rest), len(numbers)))  # type: ignore[arg-type]
        self._terms = list(numbers)
        self._origins: dict[str, dict[_ServiceCode, list[_Rates]]] = {}
        narrow = len(numbers) <= 2**16
        for (code, origin, _), rates in filling.items():
            self._origins.setdefault(origin, {}).setdefault(code, []).append(_sorted(rates, narrow=narrow))
        self._views: dict[str, dict[_ServiceCode, list[_Rates]]] = {}

    def __len__(self) -> int:
        return sum(
            len(rates.keys) for services in self._origins.values() for found in services.values() for rates in found
        )

    def find_tariff(self, courier: str, service: str, *, origin_code: str, destination_code: str) -> Rate | None:
        """The most specific rate for the route, or None."""
        view = self._views.get(origin_code)
        if view is None:
            view = self._view(origin_code)
        keys = destination_keys(destination_code)
        depth = len(keys)
        for level, places, price_first, price_next, terms in view.get((courier, service), ()):
            if level < depth:
                key = keys[level]
                at = bisect_left(places, key)
                if at < len(places) and places[at] == key:
                    first_grams, step_grams, min_grams, min_price, etd_min, etd_max = self._terms[terms[at]]
                    return Rate(
                        price_first[at], first_grams, price_next[at], step_grams, min_grams, min_price, etd_min, etd_max
                    )
        return None

    def size_bytes(self) -> int:
        """What the arrays take."""
        return sum(
            column.itemsize * len(column)
            for services in self._origins.values()
            for found in services.values()
            for rates in found
            for column in rates[1:]
        )

    def _view(self, origin_code: str) -> dict[_ServiceCode, list[_Rates]]:
        """Per service the arrays that this origin may use, in the order in which they are asked."""
        view: dict[_ServiceCode, list[_Rates]] = {}
        for origin in _origins(origin_code):
            for code, found in self._origins.get(origin, {}).items():
                view.setdefault(code, []).extend(found)
        for found in view.values():
            found.sort(key=lambda rates: -rates.level)  # a stable sort: origins stay in order within a level
        if len(self._views) >= _VIEWS:
            self._views = {}
        self._views[origin_code] = view
        return view


def _sorted(rates: _Rates, *, narrow: bool) -> _Rates:
    """The same rates in order of their keys, with terms in 16 bits where they fit; refuses a key that stands twice."""
    keys = rates.keys
    order = sorted(range(len(keys)), key=keys.__getitem__)
    wide = keys.typecode
    columns = [
        array(column.typecode, [column[at] for at in order]) for column in (keys, rates.price_first, rates.price_next)
    ]
    terms = array("H" if narrow else "I", [rates.terms[at] for at in order])
    assert wide == columns[0].typecode
    assert all(before < after for before, after in pairwise(columns[0])), "two rates for one route and service"
    return _Rates(rates.level, columns[0], columns[1], columns[2], terms)


class TableRates:
    """The price list as a source of rates: the port's present implementation."""

    source = Source.TABLE

    def __init__(self, book: TariffBook) -> None:
        self.book = book

    def offer(self, service: CourierService, request: ShippingRequest) -> Offer | Reason:
        """The freight by the most specific tariff of the route."""
        rate = self.book.find_tariff(
            service.courier, service.service, origin_code=request.origin_code, destination_code=request.destination_code
        )
        if rate is None:
            return Reason.NO_RATE
        return Offer(freight(service.weight, rate, request.parcels), rate.etd_min_days, rate.etd_max_days)
