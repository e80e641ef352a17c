"""Passwords: Argon2id in threads of their own, few and patient, so that a rush of sign-ins slows nobody's purchase.

19 MiB, two passes, one lane: the second of the settings that OWASP's password storage cheat sheet calls equal. An unknown
address is verified too, against a hash that no password has, so that it takes the same time.
"""

import asyncio
import os
import secrets
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from niaga.accounts.ports import ShopName
from niaga.accounts.rules.passwords import check_password, tidied_password
from niaga.foundation.errors import Overloaded

T = TypeVar("T")
_MEMORY_KIBIBYTES = 19 * 1024
_PASSES = 2
_MOST_WAITING = 200
# Behind the threads that answer requests, wherever the system lets a thread step back.
_NICENESS = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the password is right, and then whether its hash should be made anew with today's parameters."""

    right: bool
    outdated: bool = False


class Passwords:
    """Hashes and verifies. One for each process; makes its threads when it is first asked.

    The shop's name is among what nobody may choose. With a `memory_kibibytes` of one's own a hash is quick, for tests alone.
    """

    def __init__(
        self,
        *,
        shop_name: ShopName | None = None,
        threads: int | None = None,
        most_waiting: int = _MOST_WAITING,
        memory_kibibytes: int | None = None,
    ) -> None:
        self._shop_name = shop_name
        passes = _PASSES if memory_kibibytes is None else 1
        memory = memory_kibibytes or _MEMORY_KIBIBYTES
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=1)
        self._threads = threads or max(1, (os.cpu_count() or 2) - 1)
        self._most_waiting = most_waiting
        self._waiting = 0
        self._pool: ThreadPoolExecutor | None = None
        self._nobodys_hash: str | None = None

    async def hash(self, password: str) -> str:
        """The password's hash, as Argon2's own text. Raises Overloaded when too many wait."""
        return await self._run(lambda: self._hasher.hash(tidied_password(password)))

    async def hash_chosen(self, password: str, *, path: str, shortest: int, own: Iterable[str]) -> str:
        """The hash of a password that somebody chooses, `own` being what is known of her.

        Raises InvalidFields for the field `path` when it is short or easy to guess, Overloaded.
        """
        known = [*own, await self._shop_name()] if self._shop_name else list(own)

        def work() -> str:
            check_password(password, path=path, shortest=shortest, own=known)
            return self._hasher.hash(tidied_password(password))

        return await self._run(work)

    async def verify(self, known_hash: str | None, password: str) -> Verdict:
        """Whether the password has that hash; without one it has not, after the same time. Raises Overloaded."""
        return await self._run(lambda: self._verify(known_hash, password))

    def close(self) -> None:
        """End the threads, which finish what they are at."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _verify(self, known_hash: str | None, password: str) -> Verdict:
        nobodys = self._hash_of_nobody()
        try:
            self._hasher.verify(known_hash or nobodys, tidied_password(password))
        except (VerificationError, InvalidHashError):
            return Verdict(right=False)
        return Verdict(known_hash is not None, known_hash is not None and self._hasher.check_needs_rehash(known_hash))

    def _hash_of_nobody(self) -> str:
        if self._nobodys_hash is None:
            self._nobodys_hash = self._hasher.hash(secrets.token_urlsafe(32))
        return self._nobodys_hash

    async def _run(self, work: Callable[[], T]) -> T:
        if self._waiting >= self._most_waiting:
            raise Overloaded
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="passwords", initializer=_step_back)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._waiting -= 1


def _step_back() -> None:
    # On Linux a priority is a thread's own; elsewhere it would be the whole process's.
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
