"""Which role may do what, what a weak sign-in may not, and that nobody gives what he does not hold."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from niaga.accounts.errors import BeyondYourRights
from niaga.accounts.model import Permission, Proof, Role
from niaga.foundation.errors import InvalidFields, invalid_field

P = Permission
_SHELVES = frozenset({P.CATALOGUE_READ, P.STOCK_READ, P.TARIFFS_READ})
_ORDERS = frozenset({P.ORDERS_READ, P.PAYMENTS_READ})

# Only the owner has what is new by itself: every other role says what it may do.
PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.OWNER: frozenset(Permission),
        # Runs the shop from day to day; what changes its terms, its people or agreed prices is the owner's.
        Role.MANAGER: _SHELVES | _ORDERS | {
            P.ORDERS_WRITE, P.ORDERS_SHIP, P.PAYMENTS_CONFIRM, P.CATALOGUE_WRITE, P.STOCK_WRITE, P.TARIFFS_WRITE,
            P.SETTINGS_READ, P.STAFF_READ, P.METRICS_READ,
        },
        Role.WAREHOUSE: _SHELVES | {P.ORDERS_READ, P.ORDERS_SHIP, P.STOCK_WRITE},
        Role.FINANCE: _SHELVES | _ORDERS | {P.PAYMENTS_CONFIRM, P.SETTINGS_READ},
        Role.SUPPORT: _SHELVES | _ORDERS | {P.ORDERS_WRITE},
    }
)  # fmt: skip

_BUILT_IN = {role.value: permissions for role, permissions in PERMISSIONS.items()}
_BY_NAME = {permission.value: permission for permission in Permission}

# What moves money or rights. Somebody who signed in with a password alone may not, whatever the role: a key for
# programs or a sign-in with a second factor may.
NEEDS_SECOND_FACTOR: frozenset[Permission] = frozenset(
    {P.PAYMENTS_CONFIRM, P.ORDERS_OVERRIDE, P.SETTINGS_WRITE, P.STAFF_WRITE, P.ROLES_WRITE, P.KEYS_WRITE,
     P.PRIVACY_WRITE}
)  # fmt: skip
_STRONG = frozenset({Proof.TWO_FACTORS, Proof.PASSKEY})


def permissions_of(role: str, made: Iterable[str] | None) -> frozenset[Permission]:
    """What a role may do: a built-in one by its name, another by what the shop `made` of it; else nothing."""
    built_in = _BUILT_IN.get(role)
    return known_permissions(made or ()) if built_in is None else built_in


def known_permissions(names: Iterable[str]) -> frozenset[Permission]:
    """Those of the names that this program knows; another version may know more."""
    return frozenset(_BY_NAME[name] for name in names if name in _BY_NAME)


def usable(permissions: frozenset[Permission], proof: Proof) -> frozenset[Permission]:
    """What of a role's permissions a sign-in with this proof may use."""
    return permissions if proof in _STRONG else permissions - NEEDS_SECOND_FACTOR


def check_held(given: Iterable[Permission], *, held: frozenset[Permission]) -> None:
    """That nothing is given, or taken from somebody, that the giver does not hold. Raises BeyondYourRights."""
    for permission in sorted(frozenset(given) - held):
        raise BeyondYourRights(permission.value)


def unknown_role(own: Iterable[str]) -> InvalidFields:
    """The refusal that names the roles there are."""
    return invalid_field(
        "role",
        "accounts.unknown_role",
        "There is no such role; choose one of {roles}.",
        roles=", ".join([*Role, *sorted(own)]),
    )
