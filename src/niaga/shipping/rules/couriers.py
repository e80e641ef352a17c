"""The couriers' services and their rules, each with the place it was read at. Facts that change: one table, no logic.

Not here, and so never offered: vehicle tariffs that price lists carry beside parcels (JTR<130, JTR250, OTOPACK, T15 …).
JNE itself shows CTC in place of REG within a city; both stand here, and the price list decides.
"""

from __future__ import annotations

from niaga.shipping.model import CodRule, CourierService, Coverage, InsuranceRule, WeightRule

JNE_WEIGHT = WeightRule(
    divisor=6000,
    tolerance_grams=300,
    boundary_inclusive=True,
    step_grams=1000,
    min_grams=1000,
    source="JNE branch: at least 1 kg; a fraction up to 0.3 is dropped, above it counts as 1 (1.3 -> 1, 1.310 -> 2)",
)
PARCEL_WEIGHT = WeightRule(
    divisor=6000,
    tolerance_grams=300,
    boundary_inclusive=True,
    step_grams=1000,
    min_grams=1000,
    source="KiriminAja service list: volume / 6000, round 0.3 for every parcel courier; the boundary as at JNE",
)
JTR_WEIGHT = WeightRule(
    divisor=5000,
    tolerance_grams=300,
    boundary_inclusive=True,
    step_grams=1000,
    min_grams=10_000,
    source="KiriminAja service list: JTR18 volume / 5000; JNE: trucking from 10 kg (1 kg costs 40,000 = 10 x 4,000)",
)
CARGO_WEIGHT = WeightRule(
    divisor=4000,
    tolerance_grams=300,
    boundary_inclusive=True,
    step_grams=1000,
    min_grams=10_000,
    source="Land cargo volume / 4000 (kurirpedia), from 10 kg (GOKIL 1 kg: 35,000 = 10 x 3,500); divisor not confirmed",
)

JNE_INSURANCE = InsuranceRule(
    basis_points=20,
    fixed=5_000,
    round_up_to=100,
    source="JNE: 0.2 % + 5,000 (3,000,000 -> 11,000; 8,000,000 -> 21,000; 1,000,000 -> 7,000)",
)
JNT_INSURANCE = InsuranceRule(
    basis_points=20, fixed=0, round_up_to=100, source="KiriminAja: J&T 0.002 + 0, rounded up to 100"
)
USUAL_INSURANCE = InsuranceRule(
    basis_points=50,
    fixed=0,
    round_up_to=100,
    source="Biteship sample: 500,000 -> 2,500; not confirmed for this courier",
)

JNE_COD = CodRule(
    basis_points=400, min_fee=3_500, min_value=25_000, max_value=5_000_000, source="Biteship: JNE, paid out in 7 days"
)
SICEPAT_COD = CodRule(
    basis_points=400, min_fee=2_000, min_value=1, max_value=2_500_000, source="Biteship: SiCepat, paid out in 7 days"
)
ANTERAJA_COD = CodRule(
    basis_points=300, min_fee=5_000, min_value=1, max_value=2_500_000, source="Biteship: AnterAja, paid out in 7 days"
)
USUAL_COD = CodRule(
    basis_points=300,
    min_fee=2_500,
    min_value=1,
    max_value=2_500_000,
    source="Biteship: J&T, TIKI 3 % in 7 days; KiriminAja: at least 2,500; the limit as at SiCepat, not confirmed",
)

_POS_MAX_GRAMS = 50_000  # Pos Indonesia carries up to 50 kg a parcel.


def _jne(service: str, name: str, coverage: Coverage = Coverage.EVERYWHERE) -> CourierService:
    return CourierService(
        courier="jne",
        service=service,
        name=name,
        weight=JNE_WEIGHT,
        insurance=JNE_INSURANCE,
        cod=JNE_COD,
        coverage=coverage,
    )


def _parcel(
    courier: str, service: str, name: str, *, cod: CodRule | None = None, insurance: InsuranceRule = USUAL_INSURANCE
) -> CourierService:
    return CourierService(
        courier=courier, service=service, name=name, weight=PARCEL_WEIGHT, insurance=insurance, cod=cod
    )


def _cargo(courier: str, service: str, name: str) -> CourierService:
    return CourierService(
        courier=courier, service=service, name=name, weight=CARGO_WEIGHT, insurance=USUAL_INSURANCE, cod=None
    )


def _pos(service: str, name: str) -> CourierService:
    return CourierService(
        courier="pos",
        service=service,
        name=name,
        weight=PARCEL_WEIGHT,
        insurance=USUAL_INSURANCE,
        cod=None,
        max_grams=_POS_MAX_GRAMS,
    )


SERVICES: tuple[CourierService, ...] = (
    _jne("REG", "JNE REG"),
    _jne("OKE", "JNE OKE"),
    _jne("YES", "JNE YES"),
    _jne("CTC", "JNE CTC", Coverage.SAME_CITY),
    CourierService(
        courier="jne", service="JTR", name="JNE Trucking (JTR)", weight=JTR_WEIGHT, insurance=JNE_INSURANCE, cod=None
    ),
    _parcel("jnt", "EZ", "J&T EZ", cod=USUAL_COD, insurance=JNT_INSURANCE),
    _parcel("sicepat", "REG", "SiCepat REG", cod=SICEPAT_COD),
    _parcel("sicepat", "BEST", "SiCepat BEST", cod=SICEPAT_COD),
    _cargo("sicepat", "GOKIL", "SiCepat GOKIL"),
    _parcel("anteraja", "REG", "AnterAja Regular", cod=ANTERAJA_COD),
    CourierService(
        courier="anteraja",
        service="SAMEDAY",
        name="AnterAja Same Day",
        weight=PARCEL_WEIGHT,
        insurance=USUAL_INSURANCE,
        cod=None,
        coverage=Coverage.SAME_CITY,
    ),
    _pos("REGULER", "Pos Reguler"),
    _pos("NEXTDAY", "Pos Nextday"),
    _parcel("tiki", "REG", "TIKI REG", cod=USUAL_COD),
    _parcel("tiki", "ECO", "TIKI ECO", cod=USUAL_COD),
    _parcel("tiki", "ONS", "TIKI ONS"),
    _parcel("lion", "REGPACK", "Lion Parcel REGPACK"),
    _parcel("lion", "JAGOPACK", "Lion Parcel JAGOPACK"),
    _parcel("ninja", "STANDARD", "Ninja Xpress Standard"),
    _parcel("wahana", "EXPRESS", "Wahana Express"),
    _cargo("wahana", "KARGO", "Wahana Kargo"),
)

_BY_CODE = {(service.courier, service.service): service for service in SERVICES}


def find_service(courier: str, service: str) -> CourierService | None:
    """The service with these codes, or None."""
    return _BY_CODE.get((courier, service))
