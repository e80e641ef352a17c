"""The door of accounts: staff and keys for the command line, the policies of routes for http.py files, sessions."""

from niaga.accounts.actions import create_staff, revoke_key
from niaga.accounts.gate import StaffKeys, staff
from niaga.accounts.model import HolderKind, Permission, Proof, Role, SessionPrincipal, Staff, StaffPrincipal
from niaga.accounts.passwords import Passwords
from niaga.accounts.queries import authenticate_key
from niaga.accounts.rules.emails import normalised_email
from niaga.accounts.rules.permissions import PERMISSIONS
from niaga.accounts.sessions.actions import begin_session, end_session, end_sessions, purge_sessions
from niaga.accounts.sessions.gate import Sessions, customer, session_of
from niaga.accounts.verification.actions import purge_questions

__all__ = [
    "PERMISSIONS",
    "HolderKind",
    "Passwords",
    "Permission",
    "Proof",
    "Role",
    "SessionPrincipal",
    "Sessions",
    "Staff",
    "StaffKeys",
    "StaffPrincipal",
    "authenticate_key",
    "begin_session",
    "create_staff",
    "customer",
    "end_session",
    "end_sessions",
    "normalised_email",
    "purge_questions",
    "purge_sessions",
    "revoke_key",
    "session_of",
    "staff",
]
