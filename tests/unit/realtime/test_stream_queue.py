"""What waits for a client is bounded, in order and told once.

guarantees.md row 52.
"""

import asyncio

from niaga.realtime.stream import MOST_WAITING, End, Stream, Wish


def a_stream(reached: int = 0) -> Stream:
    """A stream without topics."""
    stream = Stream(Wish(()))
    stream.reached = reached
    return stream


def test_what_was_reached_is_not_offered_again():
    stream = a_stream(reached=5)
    for position in (4, 5, 6, 6, 7):
        stream.offer(b"%d " % position, position)
    assert (stream.take(), stream.take(), stream.reached) == (b"6 7 ", b"", 7)


def test_what_has_no_position_is_always_offered():
    stream = a_stream(reached=5)
    stream.offer(b"a")
    stream.offer(b"b")
    assert (stream.take(), stream.reached) == (b"ab", 5)


def test_a_client_that_takes_nothing_is_given_up_and_keeps_nothing():
    stream = a_stream()
    for position in range(1, MOST_WAITING + 1):
        stream.offer(b"x", position)
    assert stream.end is None
    stream.offer(b"x", MOST_WAITING + 1)
    stream.offer(b"x", MOST_WAITING + 2)
    assert (stream.end, stream.take()) == (End.TOO_SLOW, b"")


def test_who_has_ended_is_told_no_more_and_the_first_reason_counts():
    stream = a_stream()
    stream.offer(b"secret", 1)
    stream.finish(End.REVOKED)
    stream.finish(End.STOPPING)
    stream.offer(b"secret too", 2)
    assert (stream.end, stream.take()) == (End.REVOKED, b"")


async def test_a_rest_ends_with_what_comes_or_with_the_end_or_with_time():
    stream = a_stream()
    await asyncio.wait_for(stream.rest(0.01), 5)
    resting = asyncio.create_task(stream.rest(60))
    await asyncio.sleep(0)
    stream.offer(b"x", 1)
    await asyncio.wait_for(resting, 5)
    await asyncio.wait_for(stream.rest(60), 5)
    stream.take()
    resting = asyncio.create_task(stream.rest(60))
    await asyncio.sleep(0)
    stream.finish(End.GONE)
    await asyncio.wait_for(resting, 5)
