"""The arithmetic of an allowance, known as GCRA: one moment says everything, the one at which it is full again.

Taking one puts that moment off by the rule's interval; it may lie at most a whole burst ahead. A moment further ahead was
written under a clock that has been set back since: it counts as a spent allowance of now, so that nobody waits for the
rest of that hour.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.platform.crypto import Vault

_PURPOSE = "throttle"
# How far the clocks of two processes and the wait for a row's lock may put two moments apart.
_APART = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`limit` in each `per` in the long run, and `burst` of them at once after a rest.

    So within any `per` there are at most `burst + limit`. Names are for good: they are part of what is stored.
    """

    name: str
    limit: int
    per: timedelta
    burst: int

    def __post_init__(self) -> None:
        assert self.limit > 0, "a rule grants something"
        assert self.burst > 0, "a rule grants something at once"

    @property
    def interval(self) -> timedelta:
        """What one costs: the time in which it comes back."""
        return self.per / self.limit

    def about(self, subject: str) -> Allowance:
        """The allowance of one subject: an account's name, a network, a phone number. It is hashed before it is stored."""
        return Allowance(self, subject)

    def latest_to_take(self, now: datetime) -> datetime:
        """The latest moment to be full again at which one is still there."""
        return now + self.interval * (self.burst - 1)

    def spent(self, now: datetime) -> datetime:
        """When it is full again, with nothing left now."""
        return now + self.interval * self.burst

    def impossible(self, now: datetime) -> datetime:
        """What lies beyond it was written under another clock."""
        return self.spent(now) + _APART

    def after_one(self, full_at: datetime, now: datetime) -> datetime | None:
        """When it is full again after one more is taken; None when there is none."""
        if full_at > self.impossible(now):
            return self.spent(now)
        return None if full_at > self.latest_to_take(now) else max(full_at, now) + self.interval

    def wait(self, full_at: datetime, now: datetime) -> timedelta:
        """How long until there is one; nothing or less when there is."""
        return full_at - self.latest_to_take(now)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one subject has under a rule."""

    rule: Rule
    subject: str = field(repr=False)

    def key(self, vault: Vault) -> str:
        """What it is stored under: a keyed hash, which names neither account nor network."""
        return vault.mac(_PURPOSE, f"{self.rule.name} {self.subject}".encode()).hex()
