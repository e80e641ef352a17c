"""What a request for a list means."""

import pytest
from tests.support.catalogue import words

from niaga.browse.asked import category_and_below, counts_with_below, order_of, place_in, sought
from niaga.browse.views import Place, Sort
from niaga.catalogue.public import Category
from niaga.foundation.errors import InvalidFields
from niaga.foundation.paging import BadCursor, encode_cursor

ID = "01jd6x7f7mk3v1q8w2e5r9t0ya"


def shelf(name: str, parent: str | None = None) -> Category:
    return Category(id=name, slug=name, name=words(name), parent_id=parent)


TREE = [shelf("kopi", "minuman"), shelf("minuman"), shelf("gayo", "kopi"), shelf("alat")]
LOOP = [shelf("a", "b"), shelf("b", "a")]


def test_a_category_counts_with_all_below_it() -> None:
    assert set(category_and_below(TREE, "minuman")) == {"minuman", "kopi", "gayo"}
    assert category_and_below(TREE, "gayo") == ("gayo",)


def test_a_category_that_does_not_exist_is_named() -> None:
    with pytest.raises(InvalidFields) as refusal:
        category_and_below(TREE, "teh")
    assert (refusal.value.problems()[0].path, refusal.value.problems()[0].code) == (
        "category",
        "catalogue.unknown_category",
    )


def test_products_count_for_every_category_above_them() -> None:
    counts = {one.category.slug: one.count for one in counts_with_below(TREE, {"gayo": 2, "minuman": 1, "gone": 5})}
    assert counts == {"kopi": 2, "minuman": 3, "gayo": 2, "alat": 0}


def test_categories_that_stand_in_one_another_do_not_hang() -> None:
    assert set(category_and_below(LOOP, "a")) == {"a", "b"}
    assert [one.count for one in counts_with_below(LOOP, {"a": 1})] == [1, 1]


def test_the_best_come_first_in_a_search_and_the_newest_elsewhere() -> None:
    assert order_of(None, searching=True) is Sort.RELEVANCE
    assert order_of(None, searching=False) is order_of(Sort.RELEVANCE, searching=False) is Sort.NEWEST
    assert order_of(Sort.PRICE, searching=True) is Sort.PRICE


def test_nothing_typed_is_no_search_but_signs_alone_find_nothing() -> None:
    assert sought(None) is sought("") is sought("  ") is None
    assert sought("!!") == ()


def test_a_cursor_leads_back_to_its_place() -> None:
    place = Place(Sort.PRICE, 85_000, ID)
    assert place_in(encode_cursor(place), Sort.PRICE, Place) == place
    assert place_in(None, Sort.PRICE, Place) is None


@pytest.mark.parametrize(
    "made_up", [("price", -1, ID), ("price", 2**63, ID), ("price", 1, "x"), ("price", 1.5, ID), ("harga", 1, ID)]
)
def test_a_made_up_place_is_refused(made_up: tuple[object, ...]) -> None:
    with pytest.raises(BadCursor):
        place_in(encode_cursor(made_up), Sort.PRICE, Place)


def test_a_place_in_another_order_is_refused() -> None:
    with pytest.raises(BadCursor):
        place_in(encode_cursor(Place(Sort.NEWEST, 0, ID)), Sort.PRICE, Place)
