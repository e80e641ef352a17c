"""Files products under the words and the attribute values they are found by: the rows of two derived tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from niaga.catalogue.rules.products import MAX_VALUE_CODE, slug_of
from niaga.catalogue.rules.search import product_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from niaga.catalogue.model import Feature, Product


def term_rows(products: Sequence[Product]) -> list[tuple[str, str, int]]:
    """Rows of `search_term`: product, term, weight."""
    rows = []
    for one in products:
        terms = product_terms(
            name=one.name,
            description=one.description,
            attributes=one.attributes,
            options=(option for variant in one.variants for option in variant.options),
            skus=(variant.sku for variant in one.variants),
        )
        rows += [(one.id, term, weight) for term, weight in terms.items()]
    return rows


def attribute_rows(products: Sequence[Product]) -> list[tuple[Any, ...]]:
    """Rows of `product_attribute`: each value under its code, and under its words where they are written otherwise."""
    rows = []
    for one in products:
        for feature in one.attributes:
            label = {"name": feature.name, "value": feature.value}
            rows += [(one.id, feature.code, value, value == feature.value_code, label) for value in _spellings(feature)]
    return rows


def _spellings(feature: Feature) -> Iterator[str]:
    spellings = (feature.value_code, attribute_value(feature.value.id), attribute_value(feature.value.en))
    yield from filter(None, dict.fromkeys(spellings))


def attribute_value(text: str) -> str:
    """How a value is written in a filter: `Aceh Tengah` → `aceh-tengah`."""
    return slug_of(text, limit=MAX_VALUE_CODE)
