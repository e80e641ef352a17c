"""Why a freight costs what it costs, as steps whose amounts sum to it. Facts only; `wording` puts them into words.

Made from the stored facts of a freight when somebody asks, so that placing an order does not pay for it.
"""

from __future__ import annotations

from niaga.shipping.model import Freight, Step, StepKind
from niaga.shipping.rules.price import next_steps


def freight_steps(freight: Freight) -> list[Step]:
    """The steps from the weight to the price: at most one on size and one on rounding, then what is charged."""
    steps = [_weight_step(freight)]
    if freight.chargeable_grams > freight.actual_grams:
        facts = {"volumetric": freight.volumetric_grams, "actual": freight.actual_grams, "divisor": freight.divisor}
        steps.insert(0, Step(StepKind.VOLUME, 0, facts))
    steps.append(Step(StepKind.FIRST, freight.price_first, {"grams": freight.first_grams}))
    count = next_steps(freight.billed_grams, freight.first_grams, freight.step_grams)
    following = count * freight.price_next
    if following:
        facts = {"grams": count * freight.step_grams, "step_grams": freight.step_grams, "each": freight.price_next}
        steps.append(Step(StepKind.NEXT if count > 1 else StepKind.NEXT_ONE, following, facts))
    missing = freight.price - freight.price_first - following
    if missing:
        steps.append(Step(StepKind.MINIMUM_PRICE, missing, {"minimum": freight.min_price}))
    return steps


def _weight_step(freight: Freight) -> Step:
    weight, billed = freight.chargeable_grams, freight.billed_grams
    facts = {"billed": billed, "weight": weight}
    if weight < billed == freight.min_grams:
        return Step(StepKind.WEIGHT_MINIMUM, 0, facts)
    if weight == billed:
        return Step(StepKind.WEIGHT, 0, facts)
    return Step(StepKind.WEIGHT_UP if billed > weight else StepKind.WEIGHT_DOWN, 0, facts)
