"""Staff follow what their role may read, topic by topic."""

import pytest
from litestar.testing import RequestFactory

from niaga.accounts.gate import Visitor
from niaga.accounts.public import Permission
from niaga.foundation.identity import new_id
from niaga.platform.http import Forbidden
from niaga.realtime.answer import EventStream
from niaga.realtime.http import follow_shop


async def follow(topics: str, *permissions: Permission) -> object:
    """Ask as somebody with these permissions."""
    request, may = RequestFactory().get("/admin/v1/stream"), frozenset(permissions)
    request.scope["niaga_staff"] = Visitor(staff_id=new_id(), role="support", allowed=may, usable=may)
    return await follow_shop.fn(request, hub=None, topics=topics)


@pytest.mark.parametrize(
    ("topic", "needed"),
    [
        ("payments", Permission.PAYMENTS_READ),
        (f"stock:var_{new_id()}", Permission.STOCK_READ),
        ("orders", Permission.ORDERS_READ),
        (f"order:ord_{new_id()}", Permission.ORDERS_READ),
    ],
)
async def test_each_topic_needs_its_own_permission(topic: str, needed: Permission):
    assert isinstance(await follow(topic, needed), EventStream)
    others = frozenset(Permission) - {needed}
    with pytest.raises(Forbidden) as refused:
        await follow(topic, *others)
    assert refused.value.permission == needed
