"""The door of accounts: staff and keys for the command line, the policies of routes for http.py files, sessions."""

from niaga.accounts.actions import create_staff, revoke_key
from niaga.accounts.queries import authenticate_key

from niaga.accounts.customers.changing import (
    ask_new_address,
    change_customer,
    change_password,
    get_customer,
    take_new_address,
    targets_of,
)
from niaga.accounts.customers.joining import Wish, ask_to_join, join
from niaga.accounts.customers.resetting import ask_reset, reset_password
from niaga.accounts.customers.signing_in import sign_in
from niaga.accounts.customers.store import find_customer
from niaga.accounts.gate import StaffKeys, staff
from niaga.accounts.model import (
    Channel,
    Customer,
    HolderKind,
    Permission,
    Proof,
    Purpose,
    Question,
    Role,
    SessionPrincipal,
    Staff,
    StaffPrincipal,
    Target,
)
from niaga.accounts.passwords import Passwords
from niaga.accounts.rules.emails import normalised_email
from niaga.accounts.rules.permissions import PERMISSIONS
from niaga.accounts.sessions.actions import begin_session, end_session, end_sessions, purge_sessions
from niaga.accounts.sessions.gate import Sessions, customer, session_of
from niaga.accounts.sessions.store import find_device
from niaga.accounts.verification.actions import ask_again, code_for, purge_questions
from niaga.accounts.verification.store import find_question

__all__ = [
    "PERMISSIONS",
    "Channel",
    "Customer",
    "HolderKind",
    "Passwords",
    "Permission",
    "Proof",
    "Purpose",
    "Question",
    "Role",
    "SessionPrincipal",
    "Sessions",
    "Staff",
    "StaffKeys",
    "StaffPrincipal",
    "Target",
    "Wish",
    "ask_again",
    "ask_new_address",
    "ask_reset",
    "ask_to_join",
    "authenticate_key",
    "begin_session",
    "change_customer",
    "change_password",
    "code_for",
    "create_staff",
    "customer",
    "end_session",
    "end_sessions",
    "find_customer",
    "find_device",
    "find_question",
    "get_customer",
    "join",
    "normalised_email",
    "purge_questions",
    "purge_sessions",
    "reset_password",
    "revoke_key",
    "session_of",
    "sign_in",
    "staff",
    "take_new_address",
    "targets_of",
]
