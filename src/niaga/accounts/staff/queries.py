"""Reading who works in the shop."""

from niaga.accounts.model import Staff
from niaga.accounts.staff import store
from niaga.foundation.paging import Page, decode_cursor, encode_cursor
from niaga.platform.database import Reader


def list_staff(db: Reader, *, limit: int, cursor: str | None = None) -> Page[Staff]:
    """Everybody who works here or did, in the order in which they came. Raises BadCursor."""
    found = store.list_staff(db, after=decode_cursor(cursor, str) if cursor else "", most=limit + 1)
    more = len(found) > limit
    return Page(found[:limit], encode_cursor(found[limit - 1].id) if more else None)
