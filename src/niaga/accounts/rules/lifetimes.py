"""How long a sign-in lasts, and when it is worth writing down that somebody was here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SEEN_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Lifetime:
    """A session ends after so long without a request (`idle`), and in any case after `absolute`."""

    idle: timedelta
    absolute: timedelta
    note_every: timedelta
    """How often a use is written down; idle times are exact to this."""


# A buyer's phone keeps her signed in from one purchase to the next; whoever moves money signs in for a day's work.
CUSTOMER_LIFETIME = Lifetime(timedelta(days=30), timedelta(days=180), timedelta(hours=1))
STAFF_LIFETIME = Lifetime(timedelta(hours=2), timedelta(hours=12), timedelta(minutes=1))


def is_over(lifetime: Lifetime, *, seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Whether a session last seen then opens nothing any more."""
    return now >= expires_at or now - seen_at >= lifetime.idle


def is_seen_again(last_used_at: datetime | None, now: datetime, after: timedelta = SEEN_AGAIN_AFTER) -> bool:
    """Whether the time of a use is worth writing down: now and then, not at each request."""
    return last_used_at is None or now - last_used_at >= after


RECENT = timedelta(minutes=15)


def is_recent(signed_in_at: datetime, now: datetime) -> bool:
    """Whether a sign-in is fresh enough to change how the account is opened."""
    return now - signed_in_at <= RECENT
