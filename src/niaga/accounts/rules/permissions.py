"""Which role may do what."""

from collections.abc import Mapping
from types import MappingProxyType

from niaga.accounts.model import Permission, Role
from niaga.foundation.errors import invalid_field

# Staff run the shop from day to day; what changes its terms, its people or agreed prices is the owner's.
_OWNERS_ALONE = frozenset({Permission.SETTINGS_WRITE, Permission.STAFF_WRITE, Permission.ORDERS_OVERRIDE, Permission.AUDIT_READ})
PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {Role.OWNER: frozenset(Permission), Role.STAFF: frozenset(Permission) - _OWNERS_ALONE}
)


def role_named(text: str) -> Role:
    """The role of that name. Raises InvalidFields."""
    try:
        return Role(text)
    except ValueError as error:
        known = ", ".join(Role)
        raise invalid_field(
            "role", "accounts.unknown_role", "There is no such role; choose one of {roles}.", roles=known
        ) from error
