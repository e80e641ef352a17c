"""A purchase through the storefront's forms, without a browser: pages are read, their forms filled in and sent."""

from __future__ import annotations

from typing import Any

import httpx
from tests.support.markup import Page
from tests.support.shop import OpenShop

WHO = {"name": "Sari Dewi", "phone": "0812-3456-7890", "email": "sari@example.com", "street": "Jl. Melati 3"}
WHERE = {"district": "", "searched": "", "region_code": "31.74.02", "postal_code": "12910"}


class Shopper:
    """A browser of her own: cookies are kept, redirects followed, forms sent with the token of the page they stand on."""

    def __init__(self, shop: OpenShop) -> None:
        transport = shop.client._transport
        self.client = httpx.AsyncClient(transport=transport, base_url=shop.client.base_url, follow_redirects=True)
        self.answer: httpx.Response | None = None

    @property
    def page(self) -> Page:
        """What she sees."""
        assert self.answer is not None, "open a page first"
        return Page(self.answer.text)

    async def open(self, path: str) -> Page:
        """A page."""
        self.answer = await self.client.get(path, headers={"Accept": "text/html"})
        return self.page

    async def send(self, path: str, fields: dict[str, Any], **headers: str) -> Page:
        """A form, with the token of the page that she sees."""
        token = next(
            one.attributes["value"] for one in self.page.all("input") if one.attributes.get("name") == "form_token"
        )
        content = {"form_token": token, **fields}
        self.answer = await self.client.post(path, data=content, headers={"Accept": "text/html", **headers})
        return self.page

    async def add(self, slug: str, sku: str, **fields: Any) -> Page:
        """A product into the cart."""
        await self.open(f"/produk/{slug}")
        return await self.send("/keranjang", {"sku": sku, **fields})

    async def order(self, **fields: Any) -> Page:
        """From the checkout to the order's page, by the first courier."""
        await self.open("/checkout")
        await self.send("/checkout", {**WHO, **WHERE, **fields, "deed": "save"})
        service = next(one for one in self.page.all("input") if one.attributes.get("name") == "service").attributes[
            "value"
        ]
        await self.send("/checkout", {**WHO, **self.district(), **WHERE_AGAIN, **fields, "service": service})
        return await self.send(
            "/checkout",
            {**WHO, **self.district(), **WHERE_AGAIN, **fields, "service": service, "payment": self.value("payment"),
             "expected_total": self.value("expected_total"), "once": self.value("once"), "deed": "order"},
        )  # fmt: skip

    def district(self) -> dict[str, str]:
        """The district as the page shows it."""
        return {"district": self.value("district"), "searched": self.value("searched")}

    def value(self, name: str) -> str:
        """What stands in a field of the page."""
        return next(
            one.attributes.get("value", "") for one in self.page.all("input") if one.attributes.get("name") == name
        )


WHERE_AGAIN = {"region_code": "31.74.02", "postal_code": "12910"}
