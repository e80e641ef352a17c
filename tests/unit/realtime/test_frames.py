"""How facts look on the wire: small, with ids and without anybody's name."""

from datetime import UTC, datetime

from tests.support.sse import Reader, Told

from niaga.foundation.identity import new_id
from niaga.platform.outbox import RecordedEvent
from niaga.realtime.frames import (
    alive_frame,
    fact_frame,
    goodbye_frame,
    ready_frame,
    reset_frame,
    stock_frame,
    topics_of,
)
from niaga.realtime.model import Topic, TopicKind

AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
ORDER, PAYMENT = new_id(), new_id()


def a_fact(aggregate: str, identity: str, **data: object) -> RecordedEvent:
    """A fact at position 41."""
    return RecordedEvent(
        id=new_id(),
        aggregate=aggregate,
        aggregate_id=identity,
        version=2,
        kind=f"{aggregate}.x",
        data=data,
        at=AT,
        position=41,
    )


PAID = a_fact("order", ORDER, number="NG-2026-000041", status="processing")
SETTLED = a_fact("payment", PAYMENT, order_id=ORDER, status="settled", amount=85_123, received_amount=85_123)


def read(frame: bytes) -> Told:
    """The one block of a frame."""
    reader = Reader()
    (told,) = reader.feed(frame)
    assert reader.rest == b""
    return told


def test_a_fact_belongs_to_its_order_and_to_all_of_its_kind():
    mine = Topic(TopicKind.ORDER, ORDER)
    assert list(topics_of(PAID)) == [mine, Topic(TopicKind.ORDERS)]
    assert list(topics_of(SETTLED)) == [mine, Topic(TopicKind.PAYMENTS)]
    assert list(topics_of(a_fact("cart", new_id()))) == []


def test_a_fact_says_what_changed_and_no_more():
    told = read(fact_frame(PAID, Topic(TopicKind.ORDER, ORDER)))
    assert (told.name, told.id) == ("message", 41)
    assert told.data == {
        "type": "order.x", "topic": f"order:ord_{ORDER}", "order_id": f"ord_{ORDER}", "number": "NG-2026-000041",
        "status": "processing", "version": 2, "at": "2026-11-24T05:00:00Z",
    }  # fmt: skip


def test_whatever_else_an_event_holds_stays_inside():
    shipped = a_fact(
        "order", ORDER, number="N", status="shipped", tracking_number="JNE1", reason="Sari moved to Bandung"
    )
    frame = fact_frame(shipped, Topic(TopicKind.ORDERS))
    assert b"JNE1" not in frame
    assert b"Sari" not in frame


def test_a_payment_names_its_order():
    told = read(fact_frame(SETTLED, Topic(TopicKind.PAYMENTS))).data
    assert (told["payment_id"], told["order_id"]) == (f"pay_{PAYMENT}", f"ord_{ORDER}")
    assert "amount" not in told


def test_stock_moves_no_id_along():
    told = read(stock_frame(ORDER, 3, AT))
    assert (told.id, told.data["available"], told.data["topic"]) == (None, 3, f"stock:var_{ORDER}")


def test_words_of_the_stream_itself():
    ready, reset = read(ready_frame(7)), read(reset_frame(8))
    assert (ready.name, ready.id, ready.data, ready.retry) == ("ready", 7, {"position": 7}, 3000)
    assert (reset.name, reset.id, reset.data) == ("reset", 8, {"position": 8})
    alive, goodbye = read(alive_frame(9)), read(goodbye_frame())
    assert (alive.id, alive.data, alive.comments) == (9, None, ("alive",))
    assert (goodbye.data, goodbye.comments) == (None, ("goodbye",))
    assert goodbye.retry is not None
    assert 1000 <= goodbye.retry <= 5000


def test_a_text_cannot_break_out_of_its_frame():
    odd = a_fact("order", ORDER, number="N\n\nevent: reset\ndata: {}", status="x\r\n")
    assert read(fact_frame(odd, Topic(TopicKind.ORDERS))).data["number"] == "N\n\nevent: reset\ndata: {}"
