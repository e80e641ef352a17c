"""What one process counts by itself while the database does not answer: the same arithmetic, kept in memory."""

from __future__ import annotations

from collections import OrderedDict
from math import ceil
from typing import TYPE_CHECKING

from niaga.platform.throttle.errors import Throttled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from niaga.platform.throttle.allowances import Rule

_MOST_SUBJECTS = 20_000


class LocalThrottle:
    """Allowances of this process alone; the subjects not asked about for longest make room. One event loop uses it."""

    def __init__(self, *, most: int = _MOST_SUBJECTS) -> None:
        self._most = most
        self._full_at: OrderedDict[str, datetime] = OrderedDict()

    def take(self, keyed: Sequence[tuple[str, Rule]], now: datetime) -> None:
        """Take one from each, or none and raise Throttled."""
        after = {key: rule.after_one(self._full_at.get(key, now), now) for key, rule in keyed}
        waits = [rule.wait(self._full_at[key], now) for key, rule in keyed if after[key] is None]
        if waits:
            raise Throttled(max(1, ceil(max(waits).total_seconds())))
        for key, full_at in after.items():
            assert full_at is not None, "nothing has to wait"
            self._full_at[key] = full_at
            self._full_at.move_to_end(key)
        while len(self._full_at) > self._most:
            self._full_at.popitem(last=False)

    def give_back(self, keyed: Sequence[tuple[str, Rule]]) -> None:
        """Put one back into each."""
        for key, rule in keyed:
            if key in self._full_at:
                self._full_at[key] -= rule.interval

    def forget(self) -> None:
        """The database answers again."""
        self._full_at.clear()
