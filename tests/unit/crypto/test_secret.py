"""A Secret gives its text only to who asks for it by name."""

import msgspec
import pytest

from niaga.platform.crypto import Secret

HIDDEN = Secret("hunter2")


def test_printing_a_secret_prints_stars():
    assert f"{HIDDEN} {HIDDEN!r} {[HIDDEN]}" == "*** *** [***]"


def test_reveal_gives_the_text():
    assert HIDDEN.reveal() == "hunter2"


def test_secrets_are_compared_by_their_text():
    assert Secret("hunter2") == HIDDEN
    assert Secret("hunter3") != HIDDEN
    assert HIDDEN != "hunter2"
    assert len({HIDDEN, Secret("hunter2")}) == 1


def test_a_secret_does_not_get_into_json():
    with pytest.raises(TypeError):
        msgspec.json.encode({"password": HIDDEN})


def test_an_empty_secret_is_false():
    assert HIDDEN
    assert not Secret("")
