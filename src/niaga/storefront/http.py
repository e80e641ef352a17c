"""The storefront's routes: pages for people, and what a site has beside its pages. None is in the OpenAPI document."""

from niaga.storefront.home import show_home
from niaga.storefront.site import read_asset, read_manifest, show_offline

__all__ = ["read_asset", "read_manifest", "show_home", "show_offline"]
