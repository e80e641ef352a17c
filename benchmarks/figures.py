"""Figures from samples: percentiles, medians, ratios of interleaved rounds. Pure."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of several windows, with the least and the most of them."""

    median: float
    least: float
    most: float
    count: int


def percentile(sorted_samples: Sequence[float], share: float) -> float | None:
    """The sample below which `share` (0..1) of them lie; None without samples. They must be sorted."""
    if not sorted_samples:
        return None
    return sorted_samples[min(len(sorted_samples) - 1, int(share * len(sorted_samples)))]


def spread(samples: Sequence[float]) -> Spread | None:
    """None without samples."""
    if not samples:
        return None
    return Spread(statistics.median(samples), min(samples), max(samples), len(samples))


def ratio_by_round(ours: Mapping[int, float], theirs: Mapping[int, float]) -> Spread | None:
    """Ours to theirs: the ratio of the medians, with the least and the most ratio of one round. None without a common round."""
    rounds = [number for number in sorted(ours) if theirs.get(number)]
    if not rounds:
        return None
    each = [ours[number] / theirs[number] for number in rounds]
    of_medians = statistics.median(ours[n] for n in rounds) / statistics.median(theirs[n] for n in rounds)
    return Spread(of_medians, min(each), max(each), len(rounds))
