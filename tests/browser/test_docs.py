"""The developers' pages in a real browser: the reference and the mailbox."""

from __future__ import annotations

import pytest
from tests.support.browser import DESKTOP, PHONE, Visiting, grave_violations, sideways_pixels

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/docs", PHONE),
        ("/docs/errors", PHONE),
        ("/docs/errors", DESKTOP),
        ("/dev/mailbox", PHONE),
        ("/dev/mailbox", DESKTOP),
    ],
)
async def test_a_developers_page_is_accessible_and_fits(visiting: Visiting, path: str, size: tuple[int, int]):
    visit = await visiting(size, language="en")
    await visit.open(path)
    assert await grave_violations(visit.page) == []
    assert await sideways_pixels(visit.page) == 0
