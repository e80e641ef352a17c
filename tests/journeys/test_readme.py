"""The documents, followed word for word: their shell blocks run against a real server, only host and port are replaced."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.support.ports import free_port

ROOT = Path(__file__).parents[2]
WRITTEN = "127.0.0.1:8000"
READY_SECONDS = 60


def blocks(document: str, part: str) -> list[str]:
    """The `bash` blocks of a marked part of a document."""
    text = (ROOT / document).read_text(encoding="utf-8")
    found = re.search(rf"<!-- {part}: begin -->(.*?)<!-- {part}: end -->", text, re.DOTALL)
    assert found, f"{document} has no part {part}"
    return re.findall(r"^```bash\n(.*?)^```$", found.group(1), re.DOTALL | re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clone as a newcomer has it after `make setup`: the documents' paths work in it."""
    environment = tmp_path / ".venv"
    environment.symlink_to(sys.prefix, target_is_directory=True)
    return tmp_path


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("NIAGA_")}


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[str]:
    """A real `niaga serve` on a free port; its host and port."""
    port = free_port()
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [".venv/bin/niaga", "serve", "--port", str(port), *arguments],
            cwd=folder,
            env=environment(),
            stdout=log,
            stderr=log,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/health/ready", server, folder / "server.log")
        yield f"127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        ended = server.wait(30)
    assert ended == 0, (folder / "server.log").read_text()[-2000:]


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the server did not become ready:\n{log.read_text()[-2000:]}")


def follow(folder: Path, script: list[str], host: str = WRITTEN) -> str:
    """Paste the blocks into one shell that stops at the first failure; what they printed."""
    text = "\n".join(["set -euo pipefail", *script]).replace(WRITTEN, host)
    done = subprocess.run(
        ["bash", "-c", text], cwd=folder, env=environment(), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("document", ["README.md", "README.id.md"])
def test_the_walk_through_ends_with_a_completed_order(document: str, folder: Path):
    script = blocks(document, "walk-through")
    assert len(script) > 8, "the walk-through is too short to be true"
    with serving(folder, "--demo", "--data", "data") as host:
        assert f"http://{host}/\n" in (folder / "server.log").read_text(), "the address that a person opens"
        printed = follow(folder, script, host).splitlines()
        steps = [line for line in printed if line in {"processing", "shipped", "completed"}]
        assert steps == ["processing", "shipped", "completed"]
        assert any(line.startswith("31.74.02 12910: ") for line in printed)
        assert '    "status": "completed",' in printed, "the order as Sari reads it at the end"
        assert len([line for line in printed if line.startswith("sari@example.com | ")]) >= 2
        assert "orders claimed: 1" in printed, "what Sari ordered as a guest is her account's"
        assert printed[-1].startswith("Healthy")


def test_both_languages_show_the_same_calls():
    def calls(document: str) -> list[str]:
        text = "\n".join([*blocks(document, "owner"), *blocks(document, "walk-through")])
        return re.findall(r"/(?:store|admin|dev)/(?:v1/)?[a-z-]+|\bniaga [a-z]+|-H \"Idempotency-Key|--json", text)

    assert calls("README.md") == calls("README.id.md")
    assert len(calls("README.md")) > 15


def test_a_shop_of_ones_own_takes_its_first_order(folder: Path):
    document = "docs/own-shop.md"
    owner = follow(folder, blocks(document, "prepare")).strip()
    with serving(folder, "--data", "shop") as host:
        printed = follow(folder, [f"OWNER={owner}", *blocks(document, "walk-through")], host)
    assert '"missing": []' in printed
    assert '"status": "awaiting_payment"' in printed
    assert f'"pay_url": "http://{host}/' in printed
    assert printed.splitlines()[-1].startswith("Healthy")


def test_the_documents_point_at_files_that_exist():
    link = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
    missing = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
        for target in link.findall(document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert missing == []
