"""A demo shop as `make run` starts it, in a process of its own, and what its owner does over the API meanwhile."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from tests.support.fire import fresh_key
from tests.support.ports import free_port

READY_SECONDS = 60


class DemoShop:
    """A real `niaga serve --demo`. `base` is its address; `staff` calls its API as the owner."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"

    @contextlib.contextmanager
    def serving(self, **environment: str) -> Iterator[DemoShop]:
        """Start it, wait until it serves, and end it with SIGTERM: it must end well."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("NIAGA_")}
        command = [
            sys.executable,
            "-m",
            "niaga",
            "serve",
            "--demo",
            "--port",
            str(self.port),
            "--data",
            str(self.folder),
        ]
        with self.log.open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, env={**kept, **environment}, cwd=self.folder)
        try:
            self._wait(process)
            yield self
        finally:
            process.send_signal(signal.SIGTERM)
            ended = process.wait(30)
        assert ended in {0, -signal.SIGTERM}, self.said()

    def variant(self, slug: str) -> dict[str, Any]:
        """The first variant of a product, as buyers see it."""
        found: dict[str, Any] = self.call("GET", f"/store/v1/products/{slug}")["variants"][0]
        return found

    def set_price(self, variant_id: str, price: int) -> None:
        """The owner changes a price."""
        version = self.staff("GET", f"/admin/v1/variants/{variant_id}")["revision"]
        self.staff("PATCH", f"/admin/v1/variants/{variant_id}", {"price": price}, if_match=version)

    def move_stock(self, sku: str, delta: int) -> None:
        """The owner counts again."""
        self.staff("POST", "/admin/v1/stock-adjustments", {"sku": sku, "delta": delta, "reason": "correction"})

    def staff(self, method: str, path: str, body: Any = None, *, if_match: int | None = None) -> Any:
        """What the API answers the owner, decoded. Raises AssertionError for a refusal."""
        headers = {
            "Authorization": f"Bearer {self._key()}",
            "Idempotency-Key": fresh_key(),
            "Content-Type": "application/json",
            "Accept-Language": "en",
            **({} if if_match is None else {"If-Match": f'"{if_match}"'}),
        }
        return self.call(method, path, body, headers)

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """What the API answers anybody, decoded. Raises AssertionError for a refusal."""
        data = None if body is None else msgspec.json.encode(body)
        request = urllib.request.Request(self.base + path, data, headers or {}, method=method)  # noqa: S310 - our own server
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our own server
                return msgspec.json.decode(answer.read() or b"null")
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{method} {path}: {refused.code} {refused.read().decode()}") from refused

    def said(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-4000:]

    def _key(self) -> str:
        return (self.folder / "demo-key").read_text().strip()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until and process.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.base}/health/ready", timeout=2).close()  # noqa: S310 - our own server
                return
            time.sleep(0.1)
        raise AssertionError(f"the demo shop did not become ready:\n{self.said()}")
