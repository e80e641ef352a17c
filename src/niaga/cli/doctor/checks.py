"""All checks, in the order in which they are run and told."""

from niaga.cli.doctor import carts, money, orders, records, stock
from niaga.cli.doctor.check import Check

CHECKS: tuple[Check, ...] = (*stock.CHECKS, *carts.CHECKS, *orders.CHECKS, *money.CHECKS, *records.CHECKS)
"""Every check that is one statement. The audit chain and the seals, which are computations, are looked at by `report`."""

__all__ = ["CHECKS", "Check"]
