"""Rotation: what is sealed or indexed under older keys is renewed under the primary one, while the shop serves.

What there is to renew is read off the tables: every column of type Encrypted, PartlySealed or Blind, and the search tokens.
"""

from niaga.platform.rotation.checking import SealFault, find_faults
from niaga.platform.rotation.counting import STRANGE, Use, count_uses
from niaga.platform.rotation.renewing import Renewal, renew_all, rows_due
from niaga.platform.rotation.sealed import SealedTable, sealed_tables

__all__ = [
    "STRANGE",
    "Renewal",
    "SealFault",
    "SealedTable",
    "Use",
    "count_uses",
    "find_faults",
    "renew_all",
    "rows_due",
    "sealed_tables",
]
