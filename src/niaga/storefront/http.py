"""The storefront's routes: pages for people, and what a site has beside its pages. None is in the OpenAPI document."""

from niaga.storefront.cart import add_to_cart, change_cart_line, show_cart
from niaga.storefront.checkout import show_checkout, submit_checkout
from niaga.storefront.find_order import find_order, show_find_order
from niaga.storefront.home import show_home
from niaga.storefront.order import act_on_order, show_order
from niaga.storefront.product import show_product
from niaga.storefront.search_engines import read_robots, read_sitemap
from niaga.storefront.shelves import show_catalogue, show_category
from niaga.storefront.site import read_asset, read_manifest, read_worker, show_offline

__all__ = [
    "act_on_order",
    "add_to_cart",
    "change_cart_line",
    "find_order",
    "read_asset",
    "read_manifest",
    "read_robots",
    "read_sitemap",
    "read_worker",
    "show_cart",
    "show_catalogue",
    "show_category",
    "show_checkout",
    "show_find_order",
    "show_home",
    "show_offline",
    "show_order",
    "show_product",
    "submit_checkout",
]
