"""Signed heads: only the key's holder makes them, and the file they stand in survives a torn line."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from niaga.platform.audit import Head, HeadFile, HeadSigner, first_forged
from niaga.platform.crypto import Keyring

AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
SEAL = "ab" * 32


@pytest.fixture(scope="module")
def signer() -> HeadSigner:
    return HeadSigner(Keyring.random())


@pytest.fixture(scope="module")
def head(signer: HeadSigner) -> Head:
    return signer.sign(7, seal=SEAL, at=AT)


def test_a_head_verifies_with_the_public_key_and_the_text_in_the_manual(signer: HeadSigner, head: Head) -> None:
    public = signer.public_keys()[head.key]
    public.verify(base64.b64decode(head.signature), f"niaga-audit-head-v1 7 {SEAL} 2026-11-24T05:00:00Z".encode())
    assert first_forged([head], signer.public_keys()) is None


@pytest.mark.parametrize(
    "change",
    [
        {"position": 6},
        {"hash": "ac" * 32},
        {"at": "2026-11-24T05:00:01Z"},
        {"key": "another"},
        {"signature": base64.b64encode(bytes(64)).decode()},
        {"signature": "%%%"},
        {"signature": ""},
    ],
)
def test_a_changed_head_is_forged(signer: HeadSigner, head: Head, change: dict[str, object]) -> None:
    forged = msgspec.structs.replace(head, **change)
    assert first_forged([head, forged], signer.public_keys()) == forged


def test_a_head_of_another_key_of_the_same_name_is_forged(signer: HeadSigner) -> None:
    kid = next(iter(signer.public_keys()))
    imitated = HeadSigner(Keyring({kid: bytes(range(32))}, primary=kid)).sign(7, seal=SEAL, at=AT)
    assert first_forged([imitated], signer.public_keys()) == imitated


def test_an_older_key_of_the_ring_is_still_known() -> None:
    old = Keyring.parse(f"k1:{base64.b64encode(bytes(range(32))).decode()}")
    both = Keyring({"k1": bytes(range(32)), "k2": bytes(range(1, 33))}, primary="k2")
    signed = [HeadSigner(old).sign(1, seal=SEAL, at=AT), HeadSigner(both).sign(2, seal=SEAL, at=AT)]
    assert [one.key for one in signed] == ["k1", "k2"]
    assert first_forged(signed, HeadSigner(both).public_keys()) is None


def test_heads_are_read_as_they_were_appended(signer: HeadSigner, tmp_path: Path) -> None:
    file = HeadFile(tmp_path / "kept" / "heads.jsonl")
    heads = [signer.sign(position, seal=SEAL, at=AT) for position in (1, 2)]
    for one in heads:
        file.append(one)
    assert file.read() == (heads, 0)
    assert file.path.stat().st_mode & 0o777 == 0o600


def test_a_torn_line_stays_alone(signer: HeadSigner, head: Head, tmp_path: Path) -> None:
    file = HeadFile(tmp_path / "heads.jsonl")
    file.path.write_bytes(msgspec.json.encode(head)[:40])
    file.append(head)
    assert file.read() == ([head], 1)
