"""Events: past-tense facts about one aggregate, written in the transaction that made them true."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A fact. `aggregate_id` names whose fact it is, `version` is that aggregate's version after it (1, 2, 3 …).

    Subclasses state `aggregate` (`order`) and `kind` (`order.placed`) and add their facts as fields. An event carries ids
    and amounts, never names, phones, e-mails or streets.
    """

    aggregate: ClassVar[str] = ""
    kind: ClassVar[str] = ""

    aggregate_id: str
    version: int

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if not cls.aggregate or not cls.kind.startswith(f"{cls.aggregate}."):
            message = f"{cls.__qualname__} must state its aggregate and a kind that begins with it"
            raise TypeError(message)
