"""What a request for a list means: its words, its category with all below it, its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.browse.views import CategoryCount, Sort
from niaga.catalogue.errors import unknown_category
from niaga.catalogue.public import words_sought
from niaga.foundation.paging import BadCursor, decode_cursor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from niaga.browse.views import Place
    from niaga.catalogue.public import Category, WordSought


def sought(search: str | None) -> tuple[WordSought, ...] | None:
    """The words of a search; None when there is none (nothing, or blanks)."""
    return None if search is None or not search.strip() else tuple(words_sought(search))


def order_of(sort: Sort | None, *, searching: bool) -> Sort:
    """The order of a list: the one asked for, else the best first in a search and the newest first elsewhere."""
    if sort is None or (sort is Sort.RELEVANCE and not searching):
        return Sort.RELEVANCE if searching else Sort.NEWEST
    return sort


def place_in(cursor: str | None, sort: Sort, shape: type[Place]) -> Place | None:
    """Where the page starts. Raises BadCursor for the cursor of another list or order."""
    if not cursor:
        return None
    place = decode_cursor(cursor, shape)
    if place.sort is not sort:
        raise BadCursor
    return place


def category_and_below(categories: Sequence[Category], slug: str) -> tuple[str, ...]:
    """The ids of the category and of every category under it. Raises InvalidFields when nothing has that slug."""
    top = next((one.id for one in categories if one.slug == slug), None)
    if top is None:
        raise unknown_category("category", slug)
    children: dict[str | None, list[str]] = {}
    for one in categories:
        children.setdefault(one.parent_id, []).append(one.id)
    found: dict[str, None] = {top: None}
    waiting = [top]
    while waiting:
        below = [child for child in children.get(waiting.pop(), ()) if child not in found]
        found |= dict.fromkeys(below)
        waiting += below
    return tuple(found)


def counts_with_below(categories: Sequence[Category], own: Mapping[str, int]) -> list[CategoryCount]:
    """Each category with the count of itself and of all below it, in the shop's order."""
    parents = {one.id: one.parent_id for one in categories}
    totals = dict.fromkeys(parents, 0)
    for category_id, count in own.items():
        for above in _upwards(category_id, parents):
            totals[above] += count
    return [CategoryCount(category=one, count=totals[one.id]) for one in categories]


def _upwards(category_id: str, parents: Mapping[str, str | None]) -> Iterable[str]:
    seen: set[str] = set()
    at: str | None = category_id
    while at is not None and at in parents and at not in seen:
        seen.add(at)
        yield at
        at = parents[at]
