"""Why a freight costs what it costs, as steps whose amounts sum to it. Facts only; `wording` puts them into words.

Made from the stored facts of a freight when somebody asks, so that placing an order does not pay for it.
"""

from __future__ import annotations

from niaga.shipping.model import Freight, Step
from niaga.shipping.rules.price import next_steps


def freight_steps(freight: Freight) -> list[Step]:
    """The steps from the weight to the price: at most one on size and one on rounding, then what is charged."""
    steps = [_weight_step(freight)]
    if freight.volumetric_grams > freight.actual_grams:
        facts = {
            "volumetric": freight.volumetric_grams,
            "actual": freight.actual_grams,
            "divisor": freight.divisor,
        }
        steps.insert(0, Step("volume", 0, facts))
    steps.append(Step("first", freight.price_first, {"grams": freight.first_grams}))
    count = next_steps(freight.billed_grams, freight.first_grams, freight.step_grams)
    following = count * freight.price_next
    if count:
        facts = {
            "grams": count * freight.step_grams,
            "step_grams": freight.step_grams,
            "each": freight.price_next,
        }
        steps.append(Step("next" if count > 1 else "next_one", following, facts))
    missing = freight.price - freight.price_first - following
    if missing:
        steps.append(Step("minimum_price", missing, {"minimum": freight.min_price}))
    return steps


def _weight_step(freight: Freight) -> Step:
    weight, billed = (
        max(freight.volumetric_grams, freight.actual_grams),
        freight.billed_grams,
    )
    facts = {"billed": billed, "weight": weight}
    if weight < billed == freight.min_grams:
        return Step("weight_minimum", 0, facts)
    if weight == billed:
        return Step("weight", 0, facts)
    return Step("weight_up" if billed > weight else "weight_down", 0, facts)
