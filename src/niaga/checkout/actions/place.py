"""Placing orders, many in one transaction: replay what is known, lock the stock, decide, write everything at once.

A draft is placed, refused or replayed by itself. What was decided is guarded again by the UPDATE's WHERE, by CHECKs and
by unique keys: whatever `decide` got wrong undoes the transaction, and the lane tries again with fewer drafts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from niaga.cart.public import complete_writes, lock_states
from niaga.catalogue.public import ask_variant_revisions
from niaga.checkout.drafts import OrderDraft, Outcome, Placed, Refused, Replayed, Stale
from niaga.checkout.model import Verdict
from niaga.checkout.rules import postings
from niaga.checkout.rules.deciding import cart_refusal, quantities, take_stock
from niaga.foundation.clock import rfc3339
from niaga.inventory.public import ask_locked_levels, reserve_writes
from niaga.ledger.public import post_writes
from niaga.orders.errors import ExternalNumberTaken
from niaga.orders.events import OrderPlaced
from niaga.orders.public import Order, find_external, place_writes
from niaga.payments.errors import TransferCodesExhausted
from niaga.payments.public import (
    Payment,
    PaymentStatus,
    any_free,
    ask_taken_amounts,
    first_free,
    insert_writes,
    requested_event,
    taken_range,
)
from niaga.platform.audit import ActorKind, audit_writes
from niaga.platform.database import ask_all, write_all
from niaga.platform.idempotency import Answer, KeyReused, answers_known, ask_answers, remember_writes
from niaga.platform.outbox import event_writes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from niaga.inventory.public import StockKey, StockLevel
    from niaga.orders.public import OrderNumbers
    from niaga.platform.database import Transaction, Write
    from niaga.platform.idempotency import Claim

    Render = Callable[[Transaction, Order, Payment], bytes]

CREATED = 201


@dataclass(frozen=True, slots=True)
class _Accepted:
    """A draft that got its stock, its number and its amount."""

    draft: OrderDraft
    order: Order
    payment: Payment
    answer: Answer


@dataclass(slots=True)
class _Round:
    """What one transaction knows while it decides."""

    carts: dict[str, tuple[int, str | None]]
    live: dict[str, tuple[int, bool]]
    levels: dict[StockKey, StockLevel]
    accepted: list[_Accepted] = field(default_factory=list)
    answered: dict[tuple[str, str], tuple[str, Answer]] = field(default_factory=dict)
    taken: dict[str, set[int]] = field(default_factory=dict)
    external: set[tuple[str, str]] = field(default_factory=set)


def place_orders(
    tx: Transaction,
    drafts: Sequence[OrderDraft],
    *,
    numbers: OrderNumbers,
    render: Render,
) -> list[Outcome]:
    """Place each draft that can be placed; one outcome a draft, in their order. Replayable: looks at the keys first."""
    known, live, taken, levels = ask_all(
        tx,
        [
            ask_answers(tx, [draft.claim for draft in drafts if draft.claim]),
            ask_variant_revisions(tx, sorted({variant for draft in drafts for variant in draft.priced.seen})),
            ask_taken_amounts(tx, [pair for draft in drafts for pair in _candidates(draft)]),
            ask_locked_levels(tx, [one.key for draft in drafts for one in quantities(draft.priced.order)]),
        ],
    )
    fresh = [draft for draft in drafts if draft.claim not in known]
    carts = lock_states(tx, [draft.cart.key for draft in fresh if draft.cart])
    round_ = _Round(carts=carts, live=live, levels=levels)
    for account, amount in taken:
        round_.taken.setdefault(account, set()).add(amount)
    outcomes = [_repeated(known, draft, round_) or _decide(tx, draft, round_, numbers, render) for draft in drafts]
    write_all(tx, _writes(tx, round_.accepted))
    return _with_late_replays(tx, drafts, outcomes, round_)


def _with_late_replays(
    tx: Transaction, drafts: Sequence[OrderDraft], outcomes: list[Outcome], round_: _Round
) -> list[Outcome]:
    """A twin in another process may have taken the last unit while this round waited for its rows: then she is answered."""
    pairs = list(zip(drafts, outcomes, strict=True))
    known = answers_known(tx, [draft.claim for draft, got in pairs if draft.claim and isinstance(got, Refused)])
    return [_repeated(known, draft, round_) or got if isinstance(got, Refused) else got for draft, got in pairs]


def _repeated(known: dict[Claim, Answer | KeyReused], draft: OrderDraft, round_: _Round) -> Outcome | None:
    """The outcome of a request that was answered before, or earlier in this very batch."""
    seen = known.get(draft.claim) if draft.claim else None
    if isinstance(seen, KeyReused):
        return Refused(seen)
    if seen is not None:
        return Replayed(seen)
    earlier = round_.answered.get(draft.claim.name) if draft.claim else None
    if earlier is None or draft.claim is None:
        return None
    fingerprint, answer = earlier
    return Replayed(answer) if fingerprint == draft.claim.fingerprint else Refused(KeyReused())


def _decide(tx: Transaction, draft: OrderDraft, round_: _Round, numbers: OrderNumbers, render: Render) -> Outcome:
    """Refuse a draft, or give it its stock, number and amount. What refuses it takes nothing from its neighbours."""
    refusal = cart_refusal(draft.cart, round_.carts) or _external_refusal(tx, draft, round_)
    if refusal is not None:
        return Refused(refusal)
    code = _free_code(tx, draft, round_)
    if code is None:
        return Refused(TransferCodesExhausted())
    verdict = take_stock(draft.priced, round_.levels, round_.live)
    if verdict is Verdict.STALE:
        return Stale()
    if verdict is not Verdict.TAKEN:
        return Refused(verdict)
    order = msgspec.structs.replace(draft.priced.order, number=numbers.take(tx, draft.prefix, draft.zone))
    payment = _payment(draft, order, code)
    answer = Answer(CREATED, render(tx, order, payment))
    _accept(round_, _Accepted(draft, order, payment, answer))
    return Placed(answer)


def _accept(round_: _Round, got: _Accepted) -> None:
    """Let the drafts that follow know what this one took."""
    round_.accepted.append(got)
    if got.draft.cart:
        round_.carts[got.draft.cart.key] = got.draft.cart.version + 1, got.order.id
    if got.payment.unique_code:
        round_.taken.setdefault(got.payment.account, set()).add(got.payment.amount)
    if got.order.external_number is not None:
        round_.external.add((got.order.channel, got.order.external_number))
    if got.draft.claim:
        round_.answered[got.draft.claim.name] = got.draft.claim.fingerprint, got.answer


def _external_refusal(tx: Transaction, draft: OrderDraft, round_: _Round) -> ExternalNumberTaken | None:
    order = draft.priced.order
    if order.external_number is None:
        return None
    name = (order.channel, order.external_number)
    number = "" if name in round_.external else find_external(tx, *name)
    return None if number is None else ExternalNumberTaken(*name, number)


def _candidates(draft: OrderDraft) -> list[tuple[str, int]]:
    return [(draft.account, draft.priced.order.totals.total + code) for code in draft.codes]


def _free_code(tx: Transaction, draft: OrderDraft, round_: _Round) -> int | None:
    """The code that makes this transfer unlike every other open one; 0 where the shop does without codes."""
    if not draft.codes:
        return 0
    total = draft.priced.order.totals.total
    mine = round_.taken.get(draft.account) or set()
    code = first_free(total, draft.codes, mine)
    return code if code is not None else any_free(total, mine | taken_range(tx, draft.account, total))


def _payment(draft: OrderDraft, order: Order, code: int) -> Payment:
    amount = order.totals.total + code
    return Payment(
        id=draft.payment_id,
        order_id=order.id,
        method=draft.payment_method,
        account=draft.account,
        status=PaymentStatus.PENDING,
        amount=amount,
        unique_code=code,
        currency=order.totals.currency,
        instructions=msgspec.structs.replace(draft.instructions, amount=amount),
        version=1,
        expires_at=order.expires_at,
    )


def _writes(tx: Transaction, accepted: list[_Accepted]) -> list[Write]:
    taken = [one for got in accepted for one in quantities(got.order)]
    placed = [(got.order, _placed_event(got.order), got.draft.actor) for got in accepted]
    requested = [requested_event(got.payment) for got in accepted]
    traces = [got.draft.trace for got in accepted]
    return [
        *(reserve_writes(taken) if taken else []),
        *place_writes(tx, placed),
        *complete_writes([(got.draft.cart, got.order.id) for got in accepted if got.draft.cart]),
        *insert_writes([got.payment for got in accepted], tx.vault),
        *post_writes([one for got in accepted for one in postings.placed(got.order)], tx.now),
        *(event_writes(tx, [*(event for _, event, _ in placed), *requested], traces * 2) if accepted else []),
        *remember_writes(tx, [(got.draft.claim, got.answer) for got in accepted if got.draft.claim]),
        *(write for got in accepted for write in _audit(tx, got)),
    ]


def _audit(tx: Transaction, got: _Accepted) -> list[Write]:
    if got.draft.actor.kind is not ActorKind.STAFF:
        return []
    detail = {
        "number": got.order.number,
        "channel": got.order.channel,
        "overridden": got.order.override is not None,
    }
    return audit_writes(
        tx,
        got.draft.actor,
        action="order.placed",
        subject_type="order",
        subject_id=got.order.id,
        detail=detail,
    )


def _placed_event(order: Order) -> OrderPlaced:
    return OrderPlaced(
        aggregate_id=order.id,
        version=1,
        number=order.number,
        status=order.status.value,
        total=order.totals.total,
        currency=order.totals.currency,
        channel=order.channel,
        expires_at=None if order.expires_at is None else rfc3339(order.expires_at),
    )
