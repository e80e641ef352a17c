"""Health: whether the process lives, and whether it may be sent buyers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import msgspec
from litestar import get
from litestar.handlers import HTTPRouteHandler

from niaga.foundation.errors import Kind, NiagaError
from niaga.platform.http import PUBLIC
from niaga.platform.logging import get_logger

log = get_logger("niaga.web")

Check = Callable[[], Awaitable[bool]]
CHECK_SECONDS = 3.0


class Health(msgspec.Struct, kw_only=True):
    """`ok`; anything else is a refusal."""

    status: str


@dataclass(eq=False)
class NotReady(NiagaError):
    """Not ready: {reasons}."""

    kind = Kind.UNAVAILABLE
    code = "health.not_ready"

    reasons: list[str]


def health_handlers(checks: Mapping[str, Check]) -> list[HTTPRouteHandler]:
    """`/health/live`, which asks nothing, and `/health/ready`, which asks every check (`database`, `schema`)."""

    @get(
        "/health/live",
        policy=PUBLIC,
        tags=["health"],
        summary="Whether the process lives",
    )
    async def is_alive() -> Health:
        return Health(status="ok")

    @get(
        "/health/ready",
        policy=PUBLIC,
        tags=["health"],
        summary="Whether the shop can serve buyers",
        refuses=(NotReady,),
    )
    async def is_ready() -> Health:
        failed = [name for name, check in checks.items() if not await _passes(name, check)]
        if failed:
            raise NotReady(failed)
        return Health(status="ok")

    return [is_alive, is_ready]


async def _passes(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check()
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is that we are not ready
        log.warning("health.check_failed", check=name, error=type(error).__name__)
        return False
