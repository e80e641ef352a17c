"""What a price list that comes from outside must obey before it replaces ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from niaga.foundation.errors import FieldProblem
from niaga.shipping.model import EVERYWHERE
from niaga.shipping.rules.couriers import find_service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from niaga.shipping.model import Tariff

_MOST_PROBLEMS = 20
_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")


def tariff_problems(
    tariffs: Iterable[Tariff], *, is_region: Callable[[str], bool], of: tuple[str, str] | None
) -> list[FieldProblem]:
    """The first rows that break a rule, by their place in `tariffs`. `of` is the one service that they must be for."""
    problems: list[FieldProblem] = []
    seen: set[tuple[str, str, str, str]] = set()
    for place, tariff in enumerate(tariffs):
        problems += _problems(f"tariffs[{place}]", tariff, is_region, of)
        route = (tariff.courier, tariff.service, tariff.origin_code, tariff.destination_code)
        if route in seen:
            problems.append(
                FieldProblem(
                    f"tariffs[{place}]",
                    "shipping.duplicate_tariff",
                    "This service and route stand in the list already.",
                )
            )
        seen.add(route)
        if len(problems) >= _MOST_PROBLEMS:
            break
    return problems[:_MOST_PROBLEMS]


def _problems(
    path: str, tariff: Tariff, is_region: Callable[[str], bool], of: tuple[str, str] | None
) -> Iterator[FieldProblem]:
    for name, code in (("origin_code", tariff.origin_code), ("destination_code", tariff.destination_code)):
        if code != EVERYWHERE and not (_CODE.fullmatch(code) and is_region(code)):
            yield FieldProblem(
                f"{path}.{name}",
                "regions.unknown_region",
                "There is no region with the code {region}.",
                {"region": code},
            )
    facts = {"courier": tariff.courier, "service": tariff.service}
    if find_service(tariff.courier, tariff.service) is None:
        message = "There is no service {service} of a courier {courier}."
        yield FieldProblem(f"{path}.service", "shipping.unknown_service", message, facts)
    elif of is not None and of != (tariff.courier, tariff.service):
        message = "This list replaces one service; {courier} {service} is another."
        yield FieldProblem(f"{path}.service", "shipping.other_service", message, facts)
    if (
        tariff.etd_min_days is not None
        and tariff.etd_max_days is not None
        and tariff.etd_min_days > tariff.etd_max_days
    ):
        yield FieldProblem(f"{path}.etd_max_days", "shipping.days_reversed", "Must not be less than the fewest days.")
