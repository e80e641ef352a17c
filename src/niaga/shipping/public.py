"""The door of shipping: quoting, choosing and explaining for checkout; tariffs for seeds and the command line.

A quote or a choice is made before the transaction: `rates = await tariffs.current(database)`, then `request =
shipping_request(lines, origin_code=…, destination_code=…)`, then `choose_option(rates, vault, request, choice, now=…)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from niaga.shipping.actions import replace_tariffs
from niaga.shipping.desk import QuoteDesk
from niaga.shipping.model import (
    ByOption,
    ByService,
    Freight,
    Quote,
    ShippingLine,
    ShippingOption,
    ShippingRequest,
    Step,
    Tariff,
)
from niaga.shipping.queries import load_tariffs
from niaga.shipping.rules.book import TableRates
from niaga.shipping.rules.couriers import find_service
from niaga.shipping.rules.explanation import freight_steps
from niaga.shipping.rules.promises import open_option, promise_scope
from niaga.shipping.rules.quote import choose_service, quote_shipping, shipping_request
from niaga.shipping.rules.sample import sample_tariffs
from niaga.shipping.shelf import Tariffs
from niaga.shipping.wire import QuoteAnswer, quote_answer
from niaga.shipping.wording import step_text

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.shipping.ports import RateSource, Signer

__all__ = [
    "ByOption",
    "ByService",
    "Freight",
    "Quote",
    "QuoteAnswer",
    "QuoteDesk",
    "ShippingLine",
    "ShippingOption",
    "ShippingRequest",
    "Step",
    "TableRates",
    "Tariff",
    "Tariffs",
    "choose_option",
    "find_service",
    "freight_steps",
    "load_tariffs",
    "quote_answer",
    "quote_shipping",
    "replace_tariffs",
    "sample_tariffs",
    "shipping_request",
    "step_text",
]


def choose_option(
    rates: RateSource, signer: Signer, request: ShippingRequest, choice: ByOption | ByService, *, now: datetime
) -> ShippingOption:
    """The option a buyer has chosen: as it was promised, or at the price of the moment. Pure; needs no transaction.

    Raises OptionForged (a field error), OptionMismatch and OptionExpired for a promise; UnknownService (a field error)
    and ServiceUnavailable for a service.
    """
    match choice:
        case ByOption(option_id):
            return open_option(signer, option_id, scope=promise_scope(request), now=now)
        case ByService(courier, service):
            return choose_service(rates, request, courier=courier, service=service)
        case _:
            assert_never(choice)
