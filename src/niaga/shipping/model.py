"""Ongkir's nouns. Amounts are whole rupiah (couriers here charge nothing else), weights whole grams, sizes millimetres.

Frozen values without behaviour beyond what they are; the decisions are in `rules`.
"""

from enum import StrEnum
from typing import NamedTuple

import msgspec

MAX_FREIGHT = 1_000_000_000
"""The most a freight or a rate may be; whatever exceeds it is a broken price list and is never offered."""
MAX_LINES = 100
MAX_QUANTITY = 9_999
EVERYWHERE = "*"
"""As a tariff's origin or destination: any region."""


class Coverage(StrEnum):
    """Where a service goes by its nature, whatever a price list says."""

    EVERYWHERE = "everywhere"
    SAME_CITY = "same_city"


class Source(StrEnum):
    """Where an option's price comes from."""

    TABLE = "table"
    LIVE = "live"
    FALLBACK = "fallback"


class Reason(StrEnum):
    """Why a service is not among the options."""

    NO_RATE = "no_rate"
    SAME_CITY_ONLY = "same_city_only"
    TOO_HEAVY = "too_heavy"
    NO_COD = "no_cod"
    COD_VALUE_TOO_LOW = "cod_value_too_low"
    COD_VALUE_TOO_HIGH = "cod_value_too_high"


class StepKind(StrEnum):
    """The steps of an explanation; `wording` has a sentence for each."""

    VOLUME = "volume"
    WEIGHT = "weight"
    WEIGHT_UP = "weight_up"
    WEIGHT_DOWN = "weight_down"
    WEIGHT_MINIMUM = "weight_minimum"
    FIRST = "first"
    NEXT = "next"
    NEXT_ONE = "next_one"
    MINIMUM_PRICE = "minimum_price"


class WeightRule(msgspec.Struct, frozen=True, kw_only=True):
    """How one service turns a parcel into the weight it bills. Never a constant: JNE bills 1.30 kg as 1, Everpro as 2.

    A remainder above a whole step is forgiven up to `tolerance_grams`; `boundary_inclusive` says whether exactly that
    much is still forgiven. Volume below `volumetric_threshold_cm3` is ignored. `source` says where the rule was read.
    """

    divisor: int
    tolerance_grams: int
    boundary_inclusive: bool
    step_grams: int
    min_grams: int
    volumetric_threshold_cm3: int = 0
    source: str

    def __post_init__(self) -> None:
        assert self.divisor > 0, "cubic centimetres are divided by it"
        assert self.step_grams > 0, "weights are rounded to it"
        assert 0 <= self.tolerance_grams < self.step_grams, "a forgiven remainder is less than a step"
        assert self.min_grams > 0, "a parcel that weighs nothing would travel free"


class InsuranceRule(msgspec.Struct, frozen=True, kw_only=True):
    """What insuring costs: a share of the goods' value in hundredths of a percent, plus a fixed part, rounded up."""

    basis_points: int
    fixed: int
    round_up_to: int
    source: str


class CodRule(msgspec.Struct, frozen=True, kw_only=True):
    """What collecting on delivery costs: a share of goods, freight and insurance, at least `min_fee`, rounded up."""

    basis_points: int
    min_fee: int
    min_value: int
    max_value: int
    source: str


class CourierService(msgspec.Struct, frozen=True, kw_only=True):
    """One service of one courier, with its rules. `cod` is None where the courier does not collect for this service."""

    courier: str
    service: str
    name: str
    weight: WeightRule
    insurance: InsuranceRule
    cod: CodRule | None
    coverage: Coverage = Coverage.EVERYWHERE
    max_grams: int | None = None


class Parcel(msgspec.Struct, frozen=True):
    """One package as the courier sees it."""

    actual_grams: int
    volume_mm3: int


class ParcelWeight(msgspec.Struct, frozen=True):
    """The weights of parcels under one rule; `volumetric_grams` is what their size counts for."""

    actual_grams: int
    volumetric_grams: int
    chargeable_grams: int
    billed_grams: int


class Rate(msgspec.Struct, frozen=True):
    """A price list's line for one route: up to `first_grams` costs `price_first`, each begun step more `price_next`.

    At least `min_grams` are billed and at least `min_price` is charged. Days are None where the list does not say.
    """

    price_first: int
    first_grams: int
    price_next: int
    step_grams: int
    min_grams: int
    min_price: int
    etd_min_days: int | None
    etd_max_days: int | None


class Tariff(NamedTuple):
    """One row of the price list. Codes are Kemendagri's (`31`, `31.74`, `31.74.02`, `31.74.02.1001`) or `*`."""

    origin_code: str
    destination_code: str
    courier: str
    service: str
    price_first: int
    first_grams: int
    price_next: int
    step_grams: int
    min_grams: int
    min_price: int
    etd_min_days: int | None
    etd_max_days: int | None


class Freight(msgspec.Struct, frozen=True, array_like=True):
    """A freight and every fact that led to it: a stored copy can be explained later, in any language."""

    price: int
    actual_grams: int
    volumetric_grams: int
    chargeable_grams: int
    billed_grams: int
    divisor: int
    price_first: int
    first_grams: int
    price_next: int
    step_grams: int
    min_grams: int
    min_price: int


class Step(msgspec.Struct, frozen=True):
    """One step of an explanation: which, with which numbers (grams and counts), and what it adds to the price."""

    step: StepKind
    amount: int
    facts: dict[str, int]


class ShippingLine(NamedTuple):
    """What travels: so many of one variant, with the weight, size and price of one."""

    sku: str
    quantity: int
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    price: int


class ShippingRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Lines, as parcels, from one region to another. `goods_value` is what is insured and, with `cod`, collected."""

    origin_code: str
    destination_code: str
    lines: tuple[ShippingLine, ...]
    parcels: tuple[Parcel, ...]
    goods_value: int
    insured: bool = False
    cod: bool = False


class Offer(msgspec.Struct, frozen=True):
    """What a source of rates answers for one service: the freight, and how many days it takes where that is known."""

    freight: Freight
    etd_min_days: int | None
    etd_max_days: int | None


class ShippingOption(msgspec.Struct, frozen=True):
    """A way to send the parcels. `price` is freight alone; fees come on top and are 0 where they were not asked for."""

    courier: str
    service: str
    name: str
    price: int
    insurance_fee: int
    cod_fee: int
    etd_min_days: int | None
    etd_max_days: int | None
    source: Source
    freight: Freight

    @property
    def billed_grams(self) -> int:
        """The weight this courier bills."""
        return self.freight.billed_grams

    @property
    def total(self) -> int:
        """Freight and fees."""
        return self.price + self.insurance_fee + self.cod_fee


class ByOption(msgspec.Struct, frozen=True):
    """Chosen by the id of a promised option."""

    option_id: str


class ByService(msgspec.Struct, frozen=True):
    """Chosen by courier and service, at the price of the moment."""

    courier: str
    service: str


class Unavailable(msgspec.Struct, frozen=True):
    """A service that cannot carry these parcels there, and why."""

    courier: str
    service: str
    name: str
    reason: Reason


class Quote(msgspec.Struct, frozen=True):
    """The options, cheapest first, and what is not among them."""

    options: tuple[ShippingOption, ...]
    unavailable: tuple[Unavailable, ...]
