"""The door of accounts: staff and keys for the command line, the policies of routes for http.py files, sessions."""

from niaga.accounts.customers.changing import (
    ask_new_address,
    change_customer,
    change_password,
    get_customer,
    hold_customer,
    take_new_address,
    targets_of,
)
from niaga.accounts.customers.joining import Wish, ask_to_join, join
from niaga.accounts.customers.resetting import ask_reset, reset_password
from niaga.accounts.customers.signing_in import sign_in
from niaga.accounts.customers.store import find_customer, find_customer_at
from niaga.accounts.erasing import erase_customer
from niaga.accounts.factors.actions import get_factors, purge_challenges, remove_factors, require_recent
from niaga.accounts.factors.desk import FactorDesk
from niaga.accounts.factors.model import Holder
from niaga.accounts.gate import StaffDoor, require_permission, staff, staff_member, staff_session, visitor_of
from niaga.accounts.granting import OPERATOR, Grantor
from niaga.accounts.keys.actions import KeyWish, create_key, revoke_key
from niaga.accounts.keys.gate import StaffKeys
from niaga.accounts.keys.queries import authenticate_key
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
    StaffChange,
    StaffPrincipal,
    StaffWish,
    Target,
    Ways,
)
from niaga.accounts.oidc.desk import ForeignDesk
from niaga.accounts.oidc.store import list_identities
from niaga.accounts.passwords import Passwords
from niaga.accounts.roles.actions import change_role, create_role, delete_role
from niaga.accounts.roles.queries import list_roles
from niaga.accounts.rules.emails import normalised_email
from niaga.accounts.rules.permissions import NEEDS_SECOND_FACTOR, PERMISSIONS
from niaga.accounts.rules.providers import Provider, providers_in
from niaga.accounts.rules.targets import target_of
from niaga.accounts.sessions.actions import begin_session, end_session, end_sessions, purge_sessions
from niaga.accounts.sessions.gate import (
    Sessions,
    customer,
    customer_id_of,
    guest_or_customer,
    session_of,
    shown_session,
)
from niaga.accounts.sessions.queries import list_sessions
from niaga.accounts.sessions.store import find_device
from niaga.accounts.staff.actions import (
    change_staff,
    create_staff,
    disable_staff,
    disable_staff_at,
    forget_factors,
    invite_again,
    invite_staff,
    revoke_key_of,
)
from niaga.accounts.staff.entrance.actions import begin_staff_session, change_own_password, note_many_tries
from niaga.accounts.staff.invitations import Invitation, accept_invitation, find_invitation
from niaga.accounts.staff.queries import list_staff
from niaga.accounts.verification.actions import ask_again, code_for, purge_questions
from niaga.accounts.verification.store import find_question

__all__ = [
    "NEEDS_SECOND_FACTOR",
    "OPERATOR",
    "PERMISSIONS",
    "Channel",
    "Customer",
    "FactorDesk",
    "ForeignDesk",
    "Grantor",
    "Holder",
    "HolderKind",
    "Invitation",
    "KeyWish",
    "Passwords",
    "Permission",
    "Proof",
    "Provider",
    "Purpose",
    "Question",
    "Role",
    "SessionPrincipal",
    "Sessions",
    "Staff",
    "StaffChange",
    "StaffDoor",
    "StaffKeys",
    "StaffPrincipal",
    "StaffWish",
    "Target",
    "Ways",
    "Wish",
    "accept_invitation",
    "ask_again",
    "ask_new_address",
    "ask_reset",
    "ask_to_join",
    "authenticate_key",
    "begin_session",
    "begin_staff_session",
    "change_customer",
    "change_own_password",
    "change_password",
    "change_role",
    "change_staff",
    "code_for",
    "create_key",
    "create_role",
    "create_staff",
    "customer",
    "customer_id_of",
    "delete_role",
    "disable_staff",
    "disable_staff_at",
    "end_session",
    "end_sessions",
    "erase_customer",
    "find_customer",
    "find_customer_at",
    "find_device",
    "find_invitation",
    "find_question",
    "forget_factors",
    "get_customer",
    "get_factors",
    "guest_or_customer",
    "hold_customer",
    "invite_again",
    "invite_staff",
    "join",
    "list_identities",
    "list_roles",
    "list_sessions",
    "list_staff",
    "normalised_email",
    "note_many_tries",
    "providers_in",
    "purge_challenges",
    "purge_questions",
    "purge_sessions",
    "remove_factors",
    "require_permission",
    "require_recent",
    "reset_password",
    "revoke_key",
    "revoke_key_of",
    "session_of",
    "shown_session",
    "sign_in",
    "staff",
    "staff_member",
    "staff_session",
    "take_new_address",
    "target_of",
    "targets_of",
    "visitor_of",
]
