"""Quotes kept ready: answers as encoded bytes, to be filled with what is promised anew each time.

All of an answer but its seals and its end hangs on the price list, the route, the parcels and the language, and not on
who asks when or for which goods. That part is worked out once, cut where a seal goes, and kept within a budget until the
price list changes.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from niaga.shipping.rules.promises import option_terms, promise_scope, seal_terms, spell_terms
from niaga.shipping.rules.quote import quote_shipping
from niaga.shipping.wire import render_quote

if TYPE_CHECKING:
    from collections.abc import Hashable

    from niaga.platform.language import Language
    from niaga.shipping.model import ShippingRequest
    from niaga.shipping.ports import RateSource, Signer

BUDGET_BYTES = 4 * 1024 * 1024
_ENTRY_BYTES = 1024
_TERMS_BYTES = 128
# Stands where a seal goes. No text of an answer holds it: they are templates, names and numbers of ours.
_SEAL = "<seal>"
_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_encode = msgspec.json.Encoder().encode
_END = _encode(_SOME_TIME) + b"}"


class _Ready:
    """An answer that lacks its seals and its end: `pieces` has an empty place for each of them."""

    __slots__ = ("cost", "pieces", "terms")

    def __init__(self, rates: RateSource, asked: ShippingRequest, language: Language) -> None:
        quote = quote_shipping(rates, asked)
        self.terms = [option_terms(option) for option in quote.options]
        ids = [_SEAL + spell_terms(terms).decode() for terms in self.terms]
        body = _encode(render_quote(asked, quote, ids, expires_at=_SOME_TIME, language=language))
        texts = body.removesuffix(_END).split(_SEAL.encode())
        assert len(texts) == len(ids) + 1, "a text of the answer looks like the place of a seal"
        self.pieces = [piece for text in texts for piece in (text, b"")]
        self.cost = len(body) + _ENTRY_BYTES + _TERMS_BYTES * len(ids)

    def filled(self, seals: list[bytes], end: bytes) -> bytes:
        pieces = self.pieces.copy()
        pieces[1::2] = [*seals, end]
        return b"".join(pieces)


class ReadyQuotes:
    """Answers to quotes under one price list at a time. One for each process; for one thread. `bytes` only counts."""

    def __init__(self, *, budget_bytes: int = BUDGET_BYTES) -> None:
        self.bytes = 0
        self._budget_bytes = budget_bytes
        self._rates: RateSource | None = None
        self._kept: OrderedDict[Hashable, _Ready] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def answer(
        self, rates: RateSource, signer: Signer, asked: ShippingRequest, *, expires_at: datetime, language: Language
    ) -> bytes:
        """The bytes of `quote_answer`, whether or not they were asked for before. Nothing is kept of other rates."""
        if rates is not self._rates:
            self._kept.clear()
            self._rates, self.bytes = rates, 0
        key = _question(asked, language)
        ready = self._kept.get(key)
        if ready is None:
            ready = _Ready(rates, asked, language)
            self._keep(key, ready)
        else:
            self._kept.move_to_end(key)
        seals = seal_terms(signer, ready.terms, scope=promise_scope(asked), expires_at=expires_at)
        return ready.filled(seals, _encode(expires_at) + b"}")

    def _keep(self, key: Hashable, ready: _Ready) -> None:
        self._kept[key] = ready
        self.bytes += ready.cost
        while self.bytes > self._budget_bytes:
            self.bytes -= self._kept.popitem(last=False)[1].cost


def _question(asked: ShippingRequest, language: Language) -> Hashable:
    """What an answer hangs on under one price list: of the goods only their parcels, and their value where it counts."""
    value = asked.goods_value if asked.insured or asked.cod else None
    return asked.origin_code, asked.destination_code, asked.parcels, value, asked.insured, asked.cod, language
