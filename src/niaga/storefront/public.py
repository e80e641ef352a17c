"""The door of the storefront, for the composition root alone: what has to be made once and wired."""

from niaga.storefront.api import Api
from niaga.storefront.error_pages import ErrorPages
from niaga.storefront.places import order_page
from niaga.storefront.visit import Storefront

__all__ = ["Api", "ErrorPages", "Storefront", "order_page"]
