"""The routes of accounts, gathered from its subjects."""

from niaga.accounts.customers.http import (
    ask_password_reset,
    confirm_password_reset,
    open_session,
    send_code_again,
    sign_up,
    verify_customer,
)
from niaga.accounts.customers.own_http import (
    ask_new_email,
    ask_new_phone,
    change_me,
    change_my_password,
    confirm_new_email,
    confirm_new_phone,
    read_me,
)
from niaga.accounts.sessions.http import end_my_other_sessions, end_my_session, list_my_sessions, sign_out

__all__ = [
    "ask_new_email",
    "ask_new_phone",
    "ask_password_reset",
    "change_me",
    "change_my_password",
    "confirm_new_email",
    "confirm_new_phone",
    "confirm_password_reset",
    "end_my_other_sessions",
    "end_my_session",
    "list_my_sessions",
    "open_session",
    "read_me",
    "send_code_again",
    "sign_out",
    "sign_up",
    "verify_customer",
]
