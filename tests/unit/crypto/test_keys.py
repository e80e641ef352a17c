"""Keys: read from a text or a file, made once in development, refused when they were typed by a person."""

import base64
import stat
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from niaga.platform.crypto import Keyring, KeysUnusable
from niaga.platform.crypto.keys import HOW_TO_MAKE_KEYS

ONE = base64.b64encode(bytes(range(3, 35))).decode()
TWO = base64.b64encode(bytes(range(9, 41))).decode()


def test_the_first_key_is_the_primary():
    ring = Keyring.parse(f"new:{ONE},old:{TWO}")
    assert ring.primary == "new"
    assert ring.ids() == ["new", "old"]


def test_lines_comments_and_urlsafe_letters_are_read():
    letters = base64.urlsafe_b64encode(b"\xfb\xff" * 16).decode()
    ring = Keyring.parse(f"# keys of the shop\n\nnew:{letters}  # since November\nold:{TWO}\n")
    assert ring.key("new") == b"\xfb\xff" * 16


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no key"),
        ("# nothing", "no key"),
        (ONE, "id:base64"),
        (f"a b:{ONE}", "id:base64"),
        (f"a|b:{ONE}", "id:base64"),
        ("k1:", "0 bytes"),
        ("k1:hunter2!", "not base64"),
        ("k1:aGVsbG8=", "5 bytes and needs 32"),
        (f"k1:{ONE},k1:{TWO}", "twice"),
    ],
)
def test_unusable_keys_say_why(text: str, says: str):
    with pytest.raises(KeysUnusable, match=says):
        Keyring.parse(text, source="NIAGA_KEYS")


def test_no_message_quotes_a_key():
    for text in ("k1:hunter2!", f"k1:{ONE[:-8]}", f"k1:{ONE},k1:{TWO}", f"bad id:{ONE}"):
        with pytest.raises(KeysUnusable) as refused:
            Keyring.parse(text)
        assert not any(part in str(refused.value) for part in ("hunter2", ONE[:12], TWO[:12]))


def test_a_ring_prints_ids_only():
    ring = Keyring.parse(f"k1:{ONE}")
    assert f"{ring} {ring!r}" == "Keyring(k1) Keyring(k1)"


def test_a_file_that_is_missing_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(KeysUnusable, match="/dev/urandom"):
        Keyring.read(tmp_path / "keys")


def test_the_advice_makes_a_usable_key_file(tmp_path: Path):
    subprocess.run(["/bin/sh", "-c", HOW_TO_MAKE_KEYS], cwd=tmp_path, check=True)
    ring = Keyring.read(tmp_path / "keys")
    assert ring.ids() == ["k1"]
    assert ring.check_for_production() == []


def test_a_made_file_is_private_and_kept(tmp_path: Path):
    path = tmp_path / "shop" / "keys"
    first = Keyring.read_or_create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Keyring.read_or_create(path).key(first.primary) == first.key(first.primary)
    assert [file.name for file in path.parent.iterdir()] == ["keys"]


def test_of_many_starting_at_once_one_makes_the_keys(tmp_path: Path):
    barrier = threading.Barrier(8)

    def start() -> str:
        barrier.wait()
        return Keyring.read_or_create(tmp_path / "keys").primary

    with ThreadPoolExecutor(8) as threads:
        primaries = [future.result() for future in [threads.submit(start) for _ in range(8)]]
    assert len(set(primaries)) == 1


@pytest.mark.parametrize(
    "typed",
    [bytes(32), b"change me, please. I am default!", b"\x01\x02" * 16, bytes(range(32)), bytes(range(64, 0, -2))],
)
def test_production_refuses_keys_that_a_person_typed(typed: bytes):
    problems = Keyring({"k1": typed}, primary="k1").check_for_production()
    assert len(problems) == 1
    assert "k1" in problems[0]


def test_production_accepts_random_keys():
    assert all(Keyring.random().check_for_production() == [] for _ in range(2000))


def test_a_short_key_never_enters_a_ring():
    with pytest.raises(KeysUnusable, match="31 bytes"):
        Keyring({"k1": bytes(31)}, primary="k1")


def test_the_primary_must_be_in_the_ring():
    with pytest.raises(KeysUnusable, match="k2"):
        Keyring({"k1": bytes(32)}, primary="k2")
