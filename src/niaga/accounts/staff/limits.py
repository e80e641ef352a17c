"""How often somebody may try to come in as staff. What turns out to be right is given back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from niaga.accounts.limits import trying_a_password
from niaga.platform.http import network_of_request
from niaga.platform.throttle import Allowance, Rule

if TYPE_CHECKING:
    from niaga.accounts.limits import Connection

_HOUR = timedelta(hours=1)
_ACCEPTED = Rule(name="accounts.invitations_by_network", limit=60, per=_HOUR, burst=30)
# One entry an hour for each account says that somebody was trying.
_NOTED = Rule(name="accounts.staff_tries_noted", limit=1, per=_HOUR, burst=1)


def signing_in(request: Connection, address: str) -> tuple[Allowance, ...]:
    """What a try at the password of a member of staff costs; buyers' passwords are counted apart."""
    return trying_a_password(request, f"staff {address}")


def accepting(request: Connection) -> tuple[Allowance, ...]:
    """What a try at an invitation costs."""
    return (_ACCEPTED.about(network_of_request(request)),)


def noting(staff_id: str) -> Allowance:
    """Whether too many tries at this account are worth another entry in the audit trail."""
    return _NOTED.about(staff_id)
