"""The door of accounts: staff and keys for the command line, the policy of staff routes for http.py files."""

from niaga.accounts.actions import create_staff, revoke_key
from niaga.accounts.gate import StaffKeys, staff
from niaga.accounts.model import Permission, Role, Staff, StaffPrincipal
from niaga.accounts.queries import authenticate_key
from niaga.accounts.rules.emails import normalised_email
from niaga.accounts.rules.permissions import PERMISSIONS

__all__ = [
    "PERMISSIONS",
    "Permission",
    "Role",
    "Staff",
    "StaffKeys",
    "StaffPrincipal",
    "authenticate_key",
    "create_staff",
    "normalised_email",
    "revoke_key",
    "staff",
]
