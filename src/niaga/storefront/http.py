"""The storefront's routes: pages for people, and what a site has beside its pages. None is in the OpenAPI document."""

from niaga.storefront.home import show_home
from niaga.storefront.product import show_product
from niaga.storefront.shelves import show_catalogue, show_category
from niaga.storefront.site import read_asset, read_manifest, show_offline

__all__ = [
    "read_asset",
    "read_manifest",
    "show_catalogue",
    "show_category",
    "show_home",
    "show_offline",
    "show_product",
]
