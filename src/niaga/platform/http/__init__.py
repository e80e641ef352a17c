"""What rooms' `http.py` stand on: policies, wire types, strict bodies, one answer a key, the language asked for."""

from niaga.platform.http.answers import (
    answer_once,
    answer_response,
    once_claim,
    once_required,
)
from niaga.platform.http.bodies import (
    ShopRequest,
    convert_tree,
    decode_body,
    field_problem,
)
from niaga.platform.http.encoded import Encoded
from niaga.platform.http.exchange import (
    Exchange,
    Principal,
    actor_of,
    exchange_in,
    exchange_of,
    language_in,
    language_of,
    principal_of,
)
from niaga.platform.http.forms import OUR_FORM
from niaga.platform.http.networks import network_of, network_of_request
from niaga.platform.http.parameters import Cursor, Limit, Search
from niaga.platform.http.policy import (
    PUBLIC,
    Forbidden,
    Policy,
    Unauthenticated,
    admit,
    bearer_token,
)
from niaga.platform.http.reads import note_read, note_read_in
from niaga.platform.http.wire import (
    Amount,
    Grams,
    Line,
    Metadata,
    Millimetres,
    Moment,
    Quantity,
    ShortLine,
    Text,
    WireId,
)

__all__ = [
    "OUR_FORM",
    "PUBLIC",
    "Amount",
    "Cursor",
    "Encoded",
    "Exchange",
    "Forbidden",
    "Grams",
    "Limit",
    "Line",
    "Metadata",
    "Millimetres",
    "Moment",
    "Policy",
    "Principal",
    "Quantity",
    "Search",
    "ShopRequest",
    "ShortLine",
    "Text",
    "Unauthenticated",
    "WireId",
    "actor_of",
    "admit",
    "answer_once",
    "answer_response",
    "bearer_token",
    "convert_tree",
    "decode_body",
    "exchange_in",
    "exchange_of",
    "field_problem",
    "language_in",
    "language_of",
    "network_of",
    "network_of_request",
    "note_read",
    "note_read_in",
    "once_claim",
    "once_required",
    "principal_of",
]
