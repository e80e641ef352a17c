"""A check: a promise in plain words, and the query that finds the rows which break it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """`sql` answers the keys and figures of offending rows, none when all is well; `invariant` numbers the guarantee.

    One statement is one snapshot, so a shop that sells meanwhile looks no worse than it is.
    """

    name: str
    invariant: str
    promise: str
    sql: str
