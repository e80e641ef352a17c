"""Asking an address for a code, and taking the answer. The code is made from the row by whoever sends it, and kept nowhere.

A wrong answer is counted when its transaction commits, so `take_answer` says None for it and raises nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from niaga.accounts.events import VerificationAsked
from niaga.accounts.model import Purpose, Question
from niaga.accounts.rules.codes import ASKED_AGAIN_WITHIN, CODE_LIFE, code_of, is_code_of
from niaga.accounts.verification import store
from niaga.foundation.identity import new_id
from niaga.platform.outbox import record_events

if TYPE_CHECKING:
    from collections.abc import Collection

    from niaga.accounts.model import GivenCode, Target
    from niaga.platform.crypto import Vault
    from niaga.platform.database import Transaction

_PURPOSE = "accounts.code"
# Their rows are as the others; no code for them was ever sent.
_UNANSWERABLE = frozenset({Purpose.KNOWN, Purpose.NOBODY})
# Longer than a letter may wait that needs the row.
_KEPT_FOR = timedelta(days=2)
_PURGED_AT_ONCE = 1000


def ask(
    tx: Transaction, purpose: Purpose, target: Target, *, language: str, holder_id: str = "", wish: str | None = None
) -> Question:
    """Ask an address for a code; the letter goes out after the commit. What may be asked how often is the caller's."""
    asked = Question(
        id=new_id(),
        purpose=purpose,
        holder_id=holder_id,
        target=target,
        wish=wish,
        language=language,
        issue=1,
        issued_at=tx.now,
        expires_at=tx.now + CODE_LIFE,
    )
    store.insert_question(tx, asked)
    _record(tx, asked)
    return asked


def ask_again(tx: Transaction, question_id: str, target: Target) -> bool:
    """Another code for the same question, with tries of its own; the former one is over. False where there is none."""
    if not store.reissue(tx, question_id, target, at_the_earliest=tx.now - ASKED_AGAIN_WITHIN):
        return False
    asked = store.find_question(tx, question_id)
    assert asked is not None, "it was just issued again"
    _record(tx, asked)
    return True


def take_answer(
    tx: Transaction, given: GivenCode, purposes: Collection[Purpose], *, holder_id: str = ""
) -> Question | None:
    """The question that this code answers, used up with it; None for a wrong, used or late one, which is counted."""
    for asked in store.list_open(tx, given.target, purposes, holder_id):
        if given.question_id not in (None, asked.id) or not store.count_try(tx, asked.id):
            continue
        right = is_code_of(tx.vault.macs(_PURPOSE, _message(asked)), given.code)
        if right and asked.purpose not in _UNANSWERABLE and store.use_up(tx, asked.id):
            return asked
    return None


def purge_questions(tx: Transaction) -> int:
    """Forget about a thousand questions that ended two days ago; how many. Call again until it says 0."""
    return store.purge_questions(tx, tx.now - _KEPT_FOR, most_at_once=_PURGED_AT_ONCE)


def code_for(vault: Vault, asked: Question) -> str:
    """The code that answers the question: for whoever writes the letter."""
    return code_of(vault.mac(_PURPOSE, _message(asked)))


def _record(tx: Transaction, asked: Question) -> None:
    purpose, channel = asked.purpose.value, asked.target.channel.value
    record_events(tx, [VerificationAsked(aggregate_id=asked.id, version=asked.issue, purpose=purpose, channel=channel)])


def _message(asked: Question) -> bytes:
    return f"{asked.id} {asked.issue}".encode()
