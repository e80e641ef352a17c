"""Which pieces a parcel takes: never more of a line than there are, whatever the request repeats."""

import pytest

from niaga.foundation.errors import InvalidFields
from niaga.fulfilment.errors import TooMany
from niaga.fulfilment.model import WantedLine
from niaga.fulfilment.rules.naming import courier_code, plain_tracking_number
from niaga.fulfilment.rules.pieces import picked, quantities, still_out, unshipped
from niaga.orders.model import OrderLine


def line(line_no: int, sku: str, quantity: int, shipped: int = 0, returned: int = 0):
    return OrderLine(
        line_no=line_no,
        variant_id=sku.lower(),
        warehouse_id="main",
        sku=sku,
        name=sku,
        options={},
        quantity=quantity,
        unit_price=1_000,
        amount=1_000 * quantity,
        weight_grams=100,
        shipped_quantity=shipped,
        returned_quantity=returned,
    )


LINES = (line(1, "KOPI", 3, 1), line(2, "TEH", 2, 2, 1), line(3, "KOPI", 2))


def want(quantity: int, path: str = "lines[0]", *, line_no: int | None = None, sku: str | None = None):
    return WantedLine(path=path, quantity=quantity, line_no=line_no, sku=sku)


def take(*wanted: WantedLine):
    return picked(LINES, wanted, unshipped(LINES))


def test_what_is_left_leaves_out_what_is_gone():
    assert unshipped(LINES) == {1: 2, 3: 2}
    assert still_out(LINES) == {1: 1, 2: 1}


def test_a_line_by_its_number():
    assert take(want(2, line_no=3)) == {3: 2}


def test_a_sku_on_two_lines_takes_from_the_first_one_first():
    assert take(want(3, sku="KOPI")) == {1: 2, 3: 1}


def test_the_same_line_twice_is_summed_before_it_is_checked():
    assert take(want(1, line_no=1), want(1, line_no=1)) == {1: 2}
    with pytest.raises(TooMany) as refused:
        take(want(2, line_no=1), want(1, "lines[1]", line_no=1))
    assert (refused.value.path, refused.value.left) == ("lines[1]", 0)


def test_a_sku_after_its_line_takes_only_what_the_line_left():
    with pytest.raises(TooMany):
        take(want(2, line_no=1), want(3, sku="KOPI"))


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        (want(1, line_no=9), "lines[0].line_no"),
        (want(1, sku="GULA"), "lines[0].sku"),
        (want(1), "lines[0]"),
        (want(1, line_no=1, sku="KOPI"), "lines[0]"),
    ],
)
def test_a_line_that_is_not_there_is_named(wanted: WantedLine, path: str):
    with pytest.raises(InvalidFields) as refused:
        take(wanted)
    assert refused.value.fields[0].path == path


def test_pieces_as_stock_carry_the_variant_of_their_line():
    assert [(one.key.variant_id, one.pieces) for one in quantities(LINES, {1: 2, 3: 1})] == [("kopi", 2), ("kopi", 1)]


def test_one_tracking_number_has_one_spelling():
    assert (courier_code(" JNE"), plain_tracking_number("jp 12\t34 ")) == ("jne", "JP1234")
