"""What the catalogue refuses."""

from dataclasses import dataclass

from niaga.foundation.errors import FieldProblem, InvalidFields, Kind, NiagaError, invalid_field


@dataclass(eq=False)
class SkuTaken(NiagaError):
    """There is already a variant with the SKU {sku}."""

    kind = Kind.CONFLICT
    code = "catalogue.sku_taken"

    sku: str


@dataclass(eq=False)
class SlugTaken(NiagaError):
    """The address {slug} is already in use."""

    kind = Kind.CONFLICT
    code = "catalogue.slug_taken"

    slug: str


@dataclass(eq=False)
class StaleProduct(NiagaError):
    """This has changed since you looked; look again before you change it."""

    kind = Kind.STALE
    code = "catalogue.stale"


UNKNOWN_SKU = "catalogue.unknown_sku"
UNKNOWN_CATEGORY = "catalogue.unknown_category"


def unknown_sku(path: str, sku: str) -> FieldProblem:
    """The problem of a line whose SKU nobody sells (or no longer)."""
    return FieldProblem(path, UNKNOWN_SKU, "There is no variant with the SKU {sku}.", {"sku": sku[:64]})


def unknown_category(path: str, slug: str) -> InvalidFields:
    """The refusal of a category that does not exist."""
    return invalid_field(path, UNKNOWN_CATEGORY, "There is no category {slug}.", slug=slug[:120])
