"""Option ids: a signed, stateless promise of one shipping option for these lines and this place until a moment.

`opt_` + base64url(facts + seal). The facts hold the whole option, so redeeming it needs no price list, and a hash of
what it was promised for: destination, lines, insured, cod. Nothing is stored; every process of the shop can open it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

import msgspec

from niaga.shipping.errors import OptionExpired, OptionForged, OptionMismatch
from niaga.shipping.model import Freight, ShippingOption, Source
from niaga.shipping.rules.couriers import find_service

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.shipping.model import ShippingRequest
    from niaga.shipping.ports import Signer

PURPOSE = "shipping.option"
_PREFIX = "opt_"
_SEAL_BYTES = 32
_MAX_LENGTH = 512
_VERSION = 1


class _Promise(msgspec.Struct, frozen=True, array_like=True):
    version: int
    expires: int
    scope: bytes
    courier: str
    service: str
    insurance_fee: int
    cod_fee: int
    etd_min_days: int | None
    etd_max_days: int | None
    source: Source
    freight: Freight


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Promise)


def promise_scope(request: ShippingRequest) -> bytes:
    """What an option is promised for, as 16 bytes. Lines in another order, or split in two, are the same lines."""
    quantities: dict[str, int] = {}
    for sku, quantity, *_ in request.lines:
        quantities[sku] = quantities.get(sku, 0) + quantity
    facts = (request.destination_code, sorted(quantities.items()), request.insured, request.cod)
    return hashlib.blake2b(_encoder.encode(facts), digest_size=16).digest()


def seal_option(signer: Signer, option: ShippingOption, *, scope: bytes, expires_at: datetime) -> str:
    """The option's id: promises its price and fees for that scope until then (whole seconds)."""
    facts = _encoder.encode(
        _Promise(
            _VERSION,
            int(expires_at.timestamp()),
            scope,
            option.courier,
            option.service,
            option.insurance_fee,
            option.cod_fee,
            option.etd_min_days,
            option.etd_max_days,
            option.source,
            option.freight,
        )
    )
    sealed = base64.urlsafe_b64encode(facts + signer.mac(PURPOSE, facts))
    return _PREFIX + sealed.decode().rstrip("=")


def open_option(signer: Signer, option_id: str, *, scope: bytes, now: datetime) -> ShippingOption:
    """The option that was promised. Raises OptionForged, OptionMismatch for another scope, OptionExpired."""
    try:
        promise = _decoder.decode(_opened(signer, option_id))
    except msgspec.DecodeError as error:  # sealed by us, but by a version of the shop that wrote it differently
        raise OptionExpired from error
    if promise.scope != scope:
        raise OptionMismatch
    service = find_service(promise.courier, promise.service)
    if promise.version != _VERSION or promise.expires <= int(now.timestamp()) or service is None:
        raise OptionExpired
    return ShippingOption(
        promise.courier,
        promise.service,
        service.name,
        promise.freight.price,
        promise.insurance_fee,
        promise.cod_fee,
        promise.etd_min_days,
        promise.etd_max_days,
        promise.source,
        promise.freight,
    )


def _opened(signer: Signer, option_id: str) -> bytes:
    """The facts of an id whose seal is ours."""
    if len(option_id) > _MAX_LENGTH or not option_id.startswith(_PREFIX):
        raise OptionForged
    text = option_id[len(_PREFIX) :]
    try:
        sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise OptionForged from error
    facts, seal = sealed[:-_SEAL_BYTES], sealed[-_SEAL_BYTES:]
    if not facts or not signer.verify(PURPOSE, facts, seal):
        raise OptionForged
    return facts
