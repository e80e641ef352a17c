"""How often somebody may try. Each rule grants a burst at once and so many in the long run; both together bound any hour.

What turns out to be right is given back. No rule knows whether an address has an account.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from niaga.accounts.rules.emails import target_identity
from niaga.platform.http import network_of_request
from niaga.platform.throttle import Rule

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

    from niaga.accounts.model import Target
    from niaga.platform.throttle import Allowance

    Connection = ASGIConnection[Any, Any, Any, Any]

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
# A code a minute, at most five within any hour; sending costs the shop money, and the person peace.
CODE_PACE = Rule(name="accounts.code_pace", limit=60, per=_HOUR, burst=1)
CODES = Rule(name="accounts.codes", limit=2, per=_HOUR, burst=3)
CODES_BY_NETWORK = Rule(name="accounts.codes_by_network", limit=60, per=_HOUR, burst=30)
# At most a hundred tries a day at the codes of one address, whatever their questions.
CODE_TRIES = Rule(name="accounts.code_tries", limit=50, per=_DAY, burst=50)
CODE_TRIES_BY_NETWORK = Rule(name="accounts.code_tries_by_network", limit=300, per=_HOUR, burst=100)
# At most twenty wrong passwords an hour.
PASSWORDS = Rule(name="accounts.passwords", limit=10, per=_HOUR, burst=10)
PASSWORDS_BY_HOST = Rule(name="accounts.passwords_by_host", limit=60, per=_HOUR, burst=30)
PASSWORDS_BY_NETWORK = Rule(name="accounts.passwords_by_network", limit=300, per=_HOUR, burst=100)

# Right codes of an app are not given back: twenty an hour are more than anybody types.
OTP_TRIES = Rule(name="accounts.otp_tries", limit=10, per=_HOUR, burst=10)
PASSKEYS_BY_NETWORK = Rule(name="accounts.passkeys_by_network", limit=600, per=_HOUR, burst=200)


def sending_a_code(request: Connection, target: Target) -> tuple[Allowance, ...]:
    """What a code costs that somebody wants sent."""
    return (
        CODE_PACE.about(target_identity(target.address)),
        CODES.about(target_identity(target.address)),
        CODES_BY_NETWORK.about(network_of_request(request)),
    )


def trying_a_code(request: Connection, target: Target) -> tuple[Allowance, ...]:
    """What a try at a code costs."""
    return (
        CODE_TRIES.about(target_identity(target.address)),
        CODE_TRIES_BY_NETWORK.about(network_of_request(request)),
    )


def trying_a_password(request: Connection, who: str) -> tuple[Allowance, ...]:
    """What a try at somebody's password costs; `who` is an address or an id."""
    return (
        PASSWORDS.about(target_identity(who)),
        PASSWORDS_BY_HOST.about(_host(request)),
        PASSWORDS_BY_NETWORK.about(network_of_request(request)),
    )


def asking_for_a_passkey(request: Connection) -> tuple[Allowance, ...]:
    """What signing in with a passkey costs, a step."""
    return (PASSKEYS_BY_NETWORK.about(network_of_request(request)),)


def _host(request: Connection) -> str:
    client: Any = request.scope["client"]
    return str(client[0]) if client else ""
