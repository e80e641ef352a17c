"""A check: a promise in plain words, and the query that finds the rows which break it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """`sql` answers the keys and figures of offending rows, none when all is well. One statement is one snapshot, so a
    shop that sells meanwhile looks no worse than it is. `invariant` is the number in the list of guarantees.
    """

    name: str
    invariant: str
    promise: str
    sql: str
