"""Throttle: how often something may be tried, counted by one row a subject for all processes together.

A handler asks `await throttle.take(RULE.about(email), BY_NETWORK.about(network_of_request(request)))` before the work and
never learns how much is left. What belongs to an action's own transaction uses `take_allowances(tx, …)`.
"""

from niaga.platform.throttle.allowances import Allowance, Rule
from niaga.platform.throttle.errors import Throttled
from niaga.platform.throttle.rows import give_back_allowances, purge_allowances, take_allowances
from niaga.platform.throttle.throttle import Throttle

__all__ = [
    "Allowance",
    "Rule",
    "Throttle",
    "Throttled",
    "give_back_allowances",
    "purge_allowances",
    "take_allowances",
]
