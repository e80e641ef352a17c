"""Option ids: a signed, stateless promise of one shipping option for these lines and this place until a moment.

`opt_` + base64url(head + seal + terms). The head says until when, and for what: a hash of destination, lines, insured and
cod. All options of an answer share it, and the shop's keyed hash of it is the key under which each option's terms are
sealed. The terms hold the whole option, so redeeming it needs no price list. Nothing is stored; every process of the
shop can open it.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, urlsafe_b64encode
from functools import partial
from hashlib import blake2b
from hmac import compare_digest
from typing import TYPE_CHECKING

import msgspec

from niaga.shipping.errors import OptionExpired, OptionForged, OptionMismatch
from niaga.shipping.model import Freight, ShippingOption, Source
from niaga.shipping.rules.couriers import find_service

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from niaga.shipping.model import ShippingRequest
    from niaga.shipping.ports import Signer

PURPOSE = "shipping.option"
_PREFIX = "opt_"
_VERSION = b"\x02"
_SCOPE_BYTES = 16
_EXPIRY = slice(1, 8)
_SCOPE = slice(8, 24)
# Head and seal are whole groups of three bytes: each is spelled by itself, and the whole is one base64 text all the same.
_HEAD_BYTES = 24
_SEAL_BYTES = 18
_SEAL_LETTERS = 24
_TERMS_AT = _HEAD_BYTES + _SEAL_BYTES
_MAX_LENGTH = 512


class _Terms(msgspec.Struct, frozen=True, array_like=True):
    courier: str
    service: str
    insurance_fee: int
    cod_fee: int
    etd_min_days: int | None
    etd_max_days: int | None
    source: Source
    freight: Freight


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Terms)


def promise_scope(request: ShippingRequest) -> bytes:
    """What an option is promised for, as 16 bytes. Lines in another order, or split in two, are the same lines."""
    quantities: dict[str, int] = {}
    for sku, quantity, *_ in request.lines:
        quantities[sku] = quantities.get(sku, 0) + quantity
    facts = (request.destination_code, sorted(quantities.items()), request.insured, request.cod)
    return blake2b(_encoder.encode(facts), digest_size=_SCOPE_BYTES).digest()


def option_terms(option: ShippingOption) -> bytes:
    """What is promised of an option, whoever it is promised to."""
    return _encoder.encode(
        _Terms(
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


def spell_terms(terms: bytes) -> bytes:
    """The terms as an option's id ends."""
    return urlsafe_b64encode(terms).rstrip(b"=")


def seal_terms(signer: Signer, terms: Sequence[bytes], *, scope: bytes, expires_at: datetime) -> list[bytes]:
    """How the id of each option begins: it promises those terms for that scope until then (whole seconds)."""
    head = _VERSION + int(expires_at.timestamp()).to_bytes(_EXPIRY.stop - _EXPIRY.start) + scope
    key = signer.mac(PURPOSE, head)
    sealed = partial(blake2b, key=key, digest_size=_SEAL_BYTES)
    seals = urlsafe_b64encode(b"".join([sealed(one).digest() for one in terms]))
    beginning = _PREFIX.encode() + urlsafe_b64encode(head)
    return [beginning + seals[at : at + _SEAL_LETTERS] for at in range(0, len(seals), _SEAL_LETTERS)]


def seal_option(signer: Signer, option: ShippingOption, *, scope: bytes, expires_at: datetime) -> str:
    """The option's id: promises its price and fees for that scope until then (whole seconds)."""
    terms = option_terms(option)
    [beginning] = seal_terms(signer, [terms], scope=scope, expires_at=expires_at)
    return (beginning + spell_terms(terms)).decode()


def open_option(signer: Signer, option_id: str, *, scope: bytes, now: datetime) -> ShippingOption:
    """The option that was promised. Raises OptionForged, OptionMismatch for another scope, OptionExpired."""
    head, sealed = _opened(signer, option_id)
    if not head.startswith(_VERSION):
        raise OptionExpired
    if head[_SCOPE] != scope:
        raise OptionMismatch
    try:
        terms = _decoder.decode(sealed)
    except msgspec.DecodeError as error:  # sealed by us, but by a version of the shop that wrote it differently
        raise OptionExpired from error
    service = find_service(terms.courier, terms.service)
    if int.from_bytes(head[_EXPIRY]) <= int(now.timestamp()) or service is None:
        raise OptionExpired
    return ShippingOption(
        terms.courier,
        terms.service,
        service.name,
        terms.freight.price,
        terms.insurance_fee,
        terms.cod_fee,
        terms.etd_min_days,
        terms.etd_max_days,
        terms.source,
        terms.freight,
    )


def _opened(signer: Signer, option_id: str) -> tuple[bytes, bytes]:
    """Head and terms of an id whose seal is ours."""
    if len(option_id) > _MAX_LENGTH or not option_id.startswith(_PREFIX):
        raise OptionForged
    text = option_id[len(_PREFIX) :]
    try:
        whole = b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise OptionForged from error
    head, seal, terms = whole[:_HEAD_BYTES], whole[_HEAD_BYTES:_TERMS_AT], whole[_TERMS_AT:]
    if not terms or not any(compare_digest(_seal(key, terms), seal) for key in signer.macs(PURPOSE, head)):
        raise OptionForged
    return head, terms


def _seal(key: bytes, terms: bytes) -> bytes:
    return blake2b(terms, key=key, digest_size=_SEAL_BYTES).digest()
