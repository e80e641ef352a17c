"""Types of the wire: texts with a length and numbers with both ends, shared by every room's bodies.

Every text in a body is NFC and free of control characters before a struct sees it (`bodies.py`); these add the bounds.
A field without an upper bound fails the architecture test.
"""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

_ONE_LINE = r"^ *[^\s][^\r\n\t]*$(?!\n)"

Text = Annotated[str, Meta(max_length=2000)]
"""Running text with line breaks: notes, descriptions."""
Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=_ONE_LINE)]
"""One line that is not blank: names, streets, titles."""
ShortLine = Annotated[str, Meta(min_length=1, max_length=64, pattern=_ONE_LINE)]
"""A short line that is not blank: codes, methods, account numbers."""
WireId = Annotated[str, Meta(min_length=5, max_length=40, pattern=r"^[a-z]{2,4}_[0-9a-z]+$(?!\n)")]
"""A prefixed id such as `ord_01…`."""
Quantity = Annotated[int, Meta(ge=1, le=9999)]
"""How many of one variant a line asks for."""
Amount = Annotated[int, Meta(ge=0, le=10**15)]
"""An amount in whole rupiah, from zero."""
Grams = Annotated[int, Meta(ge=0, le=10**9)]
"""A weight."""
Millimetres = Annotated[int, Meta(ge=0, le=10**6)]
"""A length."""
Moment = Annotated[datetime, Meta(tz=True)]
"""A time with its zone."""
Metadata = Annotated[
    dict[
        Annotated[str, Meta(min_length=1, max_length=64)],
        Annotated[str, Meta(max_length=500)],
    ],
    Meta(max_length=50),
]
"""The caller's own fields: at most 50 short keys with short texts."""
