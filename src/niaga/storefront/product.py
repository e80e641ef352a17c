"""A product's page: its pictures, the variant that is chosen by the address, what is left of it, and how to get it."""

from typing import Any

from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.storefront.answers import Product, ProductCard, ProductList, Variant
from niaga.storefront.cart import once
from niaga.storefront.choosing import chosen_variant, options_of
from niaga.storefront.routing import page
from niaga.storefront.visit import Here, Storefront, Visit

FEW = 10
_ALIKE = 4
_DESCRIPTION = 160


@page("product")
async def show_product(request: ShopRequest, storefront: Storefront, slug: str) -> Response[bytes]:
    """One product. `?variant=SKU` chooses; what does not exist chooses nothing."""
    visit = storefront.visit(request)
    product = (await visit.get(f"/store/v1/products/{slug}", Product)).or_stop()
    chosen = chosen_variant(product.variants, request.query_params.get("variant"))
    here = Here("product", {"slug": product.slug})
    return await visit.show(
        "product.html.j2",
        here,
        product=product,
        chosen=chosen,
        options=options_of(product.variants, chosen),
        alike=await _alike(visit, product),
        description=_shortened(product.description),
        data=[_product_data(visit, here, product), _crumbs_data(visit, product)],
        few=FEW,
        once=once(),
    )


async def _alike(visit: Visit, product: Product) -> tuple[ProductCard, ...]:
    if product.category is None:
        return ()
    found = await visit.get(
        "/store/v1/products",
        ProductList,
        {"category": product.category.slug, "limit": _ALIKE + 1, "in_stock": True},
    )
    items = found.value.items if found.value else ()
    return tuple(one for one in items if one.slug != product.slug)[:_ALIKE]


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _DESCRIPTION else line[: _DESCRIPTION - 1].rsplit(" ", 1)[0] + "…"


def _product_data(visit: Visit, here: Here, product: Product) -> dict[str, Any]:
    """The product as search engines read it (schema.org/Product)."""
    root = visit.storefront.public_url
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "description": product.description,
        "image": [root + image for image in product.images],
        "sku": product.variants[0].sku,
        "url": visit.canonical(here),
        "category": product.category.name if product.category else None,
        "offers": [_offer(visit, here, one) for one in product.variants],
    }


def _offer(visit: Visit, here: Here, variant: Variant) -> dict[str, Any]:
    there = Here(here.place, here.parts, {"variant": variant.sku})
    stock = "InStock" if variant.available > 0 else "OutOfStock"
    return {
        "@type": "Offer",
        "name": variant.name,
        "sku": variant.sku,
        "price": variant.price,
        "priceCurrency": "IDR",
        "availability": f"https://schema.org/{stock}",
        "url": visit.canonical(there),
    }


def _crumbs_data(visit: Visit, product: Product) -> dict[str, Any]:
    """The way to the product (schema.org/BreadcrumbList)."""
    steps = [(product.name, Here("product", {"slug": product.slug}))]
    if product.category is not None:
        steps.insert(0, (product.category.name, Here("category", {"slug": product.category.slug})))
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": visit.canonical(here)}
            for place, (name, here) in enumerate(steps, start=1)
        ],
    }
