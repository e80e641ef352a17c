"""Random bytes by the page: never the same twice, neither to threads nor to a child that was forked."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from niaga.foundation.randomness import PagedRandom, random_bits, random_bytes


@pytest.mark.parametrize("count", [1, 12, 4096, 10_000])
def test_as_many_bytes_come_as_were_asked_for(count: int) -> None:
    assert len(random_bytes(count)) == count


def test_threads_are_never_given_the_same_bytes() -> None:
    with ThreadPoolExecutor(4) as pool:
        taken = [one for some in pool.map(lambda _: [random_bytes(12) for _ in range(1_000)], range(8)) for one in some]
    assert len(set(taken)) == len(taken)


def test_a_forked_child_does_not_go_on_with_its_parents_page() -> None:
    random_bytes(1)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, random_bytes(16))
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 16) != random_bytes(16)


@pytest.mark.parametrize("bits", [1, 7, 10, 80])
def test_numbers_fill_their_bits_and_no_more(bits: int) -> None:
    drawn = [random_bits(bits) for _ in range(500)]
    assert max(drawn).bit_length() == bits
    assert PagedRandom().getrandbits(bits).bit_length() <= bits
