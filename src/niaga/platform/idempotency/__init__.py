"""Idempotency: the same request under the same key has one effect, and the same answer again."""

from niaga.platform.idempotency.answers import (
    Answer,
    answered_before,
    answers_known,
    ask_answers,
    purge_answers,
    remember_writes,
)
from niaga.platform.idempotency.claims import (
    Claim,
    KeyMalformed,
    KeyMissing,
    KeyReused,
    fingerprint_of,
    is_key,
)
from niaga.platform.idempotency.tables import idempotency

__all__ = [
    "Answer",
    "Claim",
    "KeyMalformed",
    "KeyMissing",
    "KeyReused",
    "answered_before",
    "answers_known",
    "ask_answers",
    "fingerprint_of",
    "idempotency",
    "is_key",
    "purge_answers",
    "remember_writes",
]
