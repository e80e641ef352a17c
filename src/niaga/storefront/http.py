"""The storefront's routes: pages for people, and what a site has beside its pages. None is in the OpenAPI document."""

from niaga.storefront.home import show_home
from niaga.storefront.product import show_product
from niaga.storefront.search_engines import read_robots, read_sitemap
from niaga.storefront.shelves import show_catalogue, show_category
from niaga.storefront.site import read_asset, read_manifest, read_worker, show_offline

__all__ = [
    "read_asset",
    "read_manifest",
    "read_robots",
    "read_sitemap",
    "read_worker",
    "show_catalogue",
    "show_category",
    "show_home",
    "show_offline",
    "show_product",
]
