"""What a client may ask to follow, and what it says it saw."""

import pytest

from niaga.foundation.errors import InvalidFields
from niaga.foundation.identity import new_id
from niaga.realtime.model import ADMIN_TOPICS, STORE_TOPICS, Topic, TopicKind
from niaga.realtime.rules import MOST_TOPICS, read_position, read_topics

ORDER = new_id()


def test_topics_are_read_in_their_order_and_each_once():
    wanted = f"order:ord_{ORDER}, stock:var_{ORDER},order:ord_{ORDER}"
    assert read_topics(wanted, STORE_TOPICS) == (Topic(TopicKind.ORDER, ORDER), Topic(TopicKind.STOCK, ORDER))


def test_a_topic_is_written_as_it_is_read():
    wanted = f"orders,payments,order:ord_{ORDER},stock:var_{ORDER}"
    assert ",".join(map(str, read_topics(wanted, ADMIN_TOPICS))) == wanted


@pytest.mark.parametrize(
    "name",
    [
        "", "orders:", "order", "order:", f"order:{ORDER}", f"order:var_{ORDER}", f"stock:ord_{ORDER}", "order:ord_x",
        f"Order:ord_{ORDER}", f"order:ord_{ORDER}x", f"orders:ord_{ORDER}", "everything", f"order:ord_{ORDER}:",
    ],
)  # fmt: skip
def test_what_is_no_topic_is_named(name: str):
    with pytest.raises(InvalidFields) as refused:
        read_topics(f"stock:var_{ORDER},{name}", ADMIN_TOPICS)
    (problem,) = refused.value.problems()
    assert (problem.path, problem.code, problem.facts) == ("topics", "realtime.unknown_topic", {"topic": name})


def test_buyers_cannot_follow_what_staff_can():
    for name in ("orders", "payments"):
        assert read_topics(name, ADMIN_TOPICS)
        with pytest.raises(InvalidFields):
            read_topics(name, STORE_TOPICS)


def test_twenty_topics_and_no_more():
    many = [f"order:ord_{new_id()}" for _ in range(MOST_TOPICS + 1)]
    assert len(read_topics(",".join(many[:-1]), STORE_TOPICS)) == MOST_TOPICS
    with pytest.raises(InvalidFields) as refused:
        read_topics(",".join(many), STORE_TOPICS)
    assert refused.value.problems()[0].code == "request.too_many"


def test_a_position_is_digits_and_all_else_was_never_one_of_ours():
    assert read_position(None) is None
    assert [read_position(text) for text in ("0", "41", "9" * 18)] == [0, 41, 10**18 - 1]
    assert {read_position(text) for text in ("", "-1", "4.5", "x", "٤", " 4", "9" * 19)} == {-1}
