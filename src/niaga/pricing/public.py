"""The door of pricing: pure functions, needed by nobody's transaction."""

from niaga.pricing.model import Totals
from niaga.pricing.rules import LARGEST_TOTAL, order_totals

__all__ = ["LARGEST_TOTAL", "Totals", "order_totals"]
