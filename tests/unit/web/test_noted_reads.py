"""An answer with personal data that nobody noted does not leave."""

from typing import Any

from litestar import get
from litestar.datastructures import State
from tests.support.edge_app import call, edge_app

from niaga.platform.http import PUBLIC, ShopRequest, note_read


class Kept:
    """Stands where readings go."""

    def __init__(self) -> None:
        self.subjects: list[tuple[str, ...]] = []

    async def note(self, reading: Any) -> None:
        """Keep it."""
        self.subjects.append(reading.subjects)


@get("/admin/v1/forgotten", policy=PUBLIC, reads="order")
async def forget() -> dict[str, str]:
    """It shows and does not say so."""
    return {"buyer": "Sari Wulandari"}


@get("/admin/v1/noted", policy=PUBLIC, reads="order")
async def remember(request: ShopRequest) -> dict[str, str]:
    """It says so."""
    await note_read(request, (f"o{number % 201}" for number in range(500)))
    return {"buyer": "Sari Wulandari"}


async def test_what_was_not_noted_is_not_sent() -> None:
    answer = await call(edge_app(handlers=[forget]), "GET", "/admin/v1/forgotten")
    assert answer.status == 500
    assert b"Sari" not in answer.body


async def test_a_long_list_is_noted_in_parts_each_person_once() -> None:
    app, kept = edge_app(handlers=[remember]), Kept()
    app.app.state.update(State({"readings": kept}))
    answer = await call(app, "GET", "/admin/v1/noted")
    assert answer.json() == {"buyer": "Sari Wulandari"}
    assert [len(one) for one in kept.subjects] == [200, 1]
