"""Query parameters that lists share. Their bounds are the framework's `Parameter`: it ignores msgspec's `Meta`."""

from typing import Annotated

from litestar.params import Parameter

from niaga.foundation.paging import MAX_LIMIT

Limit = Annotated[int, Parameter(ge=1, le=MAX_LIMIT, description="How many items a page holds.")]
Cursor = Annotated[
    str | None,
    Parameter(
        max_length=600,
        description="Where the page starts: `next_cursor` of the page before, unchanged.",
    ),
]
Search = Annotated[str | None, Parameter(max_length=100, description="Words to look for.")]
