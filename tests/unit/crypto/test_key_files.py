"""Key files: changed whole and kept private; a vault goes on with what is in them."""

import asyncio
import base64
import io
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from niaga.platform.crypto import KeyFile, Keyring, KeysUnusable, SealBroken, Vault, new_key_entry, watch_keys
from niaga.platform.logging import configure_logging

ONE = f"k1:{base64.b64encode(bytes(range(3, 35))).decode()}"
TWO = f"k2:{base64.b64encode(bytes(range(9, 41))).decode()}"
THREE = f"k3:{base64.b64encode(bytes(range(11, 43))).decode()}"
PLACE = {"table": "t", "column": "c", "row": "r"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with one key."""
    written = tmp_path / "keys"
    written.write_text(f"# of the shop\n{ONE}\n")
    return written


def vault_of(path: Path) -> Vault:
    return Vault(Keyring.read(path), KeyFile(path).newer)


def test_a_new_key_comes_behind_and_then_in_front(path: Path):
    KeyFile(path).append(TWO)
    assert Keyring.read(path).ids() == ["k1", "k2"]
    KeyFile(path).promote("k2")
    assert path.read_text() == f"{TWO}\n# of the shop\n{ONE}\n"


def test_a_removed_key_leaves_the_others_as_they_were_written(path: Path):
    path.write_text(f"{TWO}, {ONE}  # both\n\n{THREE}\n")
    assert KeyFile(path).remove("k1") == ONE
    assert path.read_text() == f"{TWO}\n\n{THREE}\n"


@pytest.mark.parametrize("mode", [0o600, 0o440])
def test_the_files_mode_is_kept_and_nothing_else_is_left_there(path: Path, mode: int):
    path.chmod(mode)
    KeyFile(path).append(TWO)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert [file.name for file in path.parent.iterdir()] == ["keys"]


def test_a_link_goes_on_leading_to_the_file(path: Path, tmp_path: Path):
    link = tmp_path / "linked"
    link.symlink_to(path)
    KeyFile(link).append(TWO)
    assert link.is_symlink()
    assert Keyring.read(path).ids() == ["k1", "k2"]


@pytest.mark.parametrize("entry", [ONE, "k9:short", TWO.replace("k2", "k 2")])
def test_what_would_spoil_the_file_is_not_written(path: Path, entry: str):
    before = path.read_text()
    with pytest.raises(KeysUnusable):
        KeyFile(path).append(entry)
    assert path.read_text() == before


def test_the_last_key_stays(path: Path):
    with pytest.raises(KeysUnusable):
        KeyFile(path).remove("k1")
    with pytest.raises(KeysUnusable, match="k7"):
        KeyFile(path).promote("k7")
    assert Keyring.read(path).ids() == ["k1"]


def test_a_vault_goes_on_with_the_new_primary(path: Path):
    vault = vault_of(path)
    old = vault.seal("Sari", **PLACE)
    path.write_text(f"{TWO}\n{ONE}\n")
    assert vault.renew()
    assert not vault.renew()
    assert vault.seal("Sari", **PLACE).startswith("v1|k2|")
    assert vault.open(old, **PLACE) == "Sari"


def test_a_seal_of_a_key_that_it_does_not_know_yet_makes_it_look(path: Path):
    vault = vault_of(path)
    vault.renew()
    path.write_text(f"{TWO}\n{ONE}\n")
    sealed = Vault(Keyring.read(path)).seal("Sari", **PLACE)
    assert vault.open(sealed, **PLACE) == "Sari"


def test_a_withdrawn_key_opens_nothing_any_more(path: Path):
    path.write_text(f"{TWO}\n{ONE}\n")
    old = Vault(Keyring.parse(ONE)).seal("Sari", **PLACE)
    vault = vault_of(path)
    assert vault.open(old, **PLACE) == "Sari"
    KeyFile(path).remove("k1")
    vault.renew()
    with pytest.raises(SealBroken, match="not in the keyring"):
        vault.open(old, **PLACE)
    assert len(vault.macs("p", b"m")) == 1


def test_an_id_that_stands_for_another_key_is_refused_and_the_old_one_stays(path: Path):
    vault = vault_of(path)
    sealed = vault.seal("Sari", **PLACE)
    path.write_text(f"{TWO.replace('k2', 'k1')}\n")
    with pytest.raises(KeysUnusable, match="k1"):
        vault.renew()
    assert vault.open(sealed, **PLACE) == "Sari"


def test_a_file_that_is_away_changes_nothing(path: Path):
    vault = vault_of(path)
    path.unlink()
    assert not vault.renew()


async def test_a_server_takes_changed_keys_over_and_tells_of_broken_ones_once():
    told = io.StringIO()
    configure_logging("info", stream=told, pretty=False)
    rings: list[Keyring | None] = [None, Keyring.parse(f"{TWO},{ONE}")]

    def source() -> Keyring | None:
        if not rings:
            message = "the key file keys, entry 1 (k2): what follows the colon is not base64"
            raise KeysUnusable(message)
        return rings.pop(0)

    vault = Vault(Keyring.parse(ONE), source)
    with suppress(TimeoutError):
        async with asyncio.timeout(1.0):
            await watch_keys(vault, asyncio.Event(), look_seconds=0.05)
    assert vault.keyring.primary == "k2"
    assert [word in told.getvalue() for word in ("keys.renewed", ONE[3:], TWO[3:])] == [True, False, False]
    assert told.getvalue().count("keys.unusable") == 1


def test_a_new_entry_is_a_key_of_its_own():
    assert Keyring.parse(f"{new_key_entry()},{new_key_entry()}").check_for_production() == []
