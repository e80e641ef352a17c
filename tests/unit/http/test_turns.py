"""Turns: a crowd is let through a few at a time and in its order, and who left takes nobody's place."""

import asyncio

from niaga.platform.http.turns import Turns, turns


async def test_of_a_crowd_a_few_go_on_at_each_turn_of_the_loop() -> None:
    gate, gone = Turns(at_once=2), []

    async def one(number: int) -> None:
        await gate.wait()
        gone.append(number)

    crowd = [asyncio.create_task(one(number)) for number in range(7)]
    counts = []
    while len(gone) < len(crowd):
        await asyncio.sleep(0)
        counts.append(len(gone))
    assert gone == list(range(7))
    assert max(after - before for before, after in zip([0, *counts], counts, strict=False)) == 2


async def test_who_comes_alone_waits_for_nothing() -> None:
    gate = Turns(at_once=1)
    alone = gate.wait()
    try:
        alone.send(None)
    except StopIteration:
        return
    raise AssertionError("it waited")


async def test_who_left_takes_nobodys_turn() -> None:
    gate = Turns(at_once=1)
    crowd = [asyncio.create_task(gate.wait()) for _ in range(4)]
    await asyncio.sleep(0)
    crowd[1].cancel()
    await asyncio.wait_for(asyncio.gather(crowd[0], crowd[2], crowd[3]), 5)


async def test_a_loop_has_turns_of_its_own() -> None:
    assert turns() is turns()
