"""The storefront's routes: pages for people, and what a site has beside its pages. None is in the OpenAPI document."""

from niaga.storefront.account.addresses import (
    change_address,
    keep_address,
    show_address,
    show_addresses,
    show_new_address,
)
from niaga.storefront.account.factors import (
    change_authenticator,
    change_passkeys,
    leave_passkeys,
    leave_recovery_codes,
    renew_recovery_codes,
    show_authenticator,
)
from niaga.storefront.account.forgotten import ask_for_code, set_new_password, show_forgotten, show_new_password
from niaga.storefront.account.home import show_account, show_orders
from niaga.storefront.account.privacy import (
    ask_about_data,
    erase_account,
    leave_export,
    leave_requests,
    say_consent,
    show_erase,
    show_privacy,
    take_copy,
)
from niaga.storefront.account.profile import (
    ask_new_contact,
    change_profile,
    prove_contact,
    show_contact,
    show_contact_code,
    show_profile,
)
from niaga.storefront.account.security import change_password, show_password, show_security, sign_device_out
from niaga.storefront.account.sign_in import show_sign_in, sign_in, sign_out
from niaga.storefront.account.sign_in_elsewhere import come_back, leave_passkey, set_out, sign_in_by_passkey
from niaga.storefront.account.sign_up import prove_address, show_sign_up, show_sign_up_code, sign_up
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
    "ask_about_data",
    "ask_for_code",
    "ask_new_contact",
    "change_address",
    "change_authenticator",
    "change_cart_line",
    "change_passkeys",
    "change_password",
    "change_profile",
    "come_back",
    "erase_account",
    "find_order",
    "keep_address",
    "leave_export",
    "leave_passkey",
    "leave_passkeys",
    "leave_recovery_codes",
    "leave_requests",
    "prove_address",
    "prove_contact",
    "read_asset",
    "read_manifest",
    "read_robots",
    "read_sitemap",
    "read_worker",
    "renew_recovery_codes",
    "say_consent",
    "set_new_password",
    "set_out",
    "show_account",
    "show_address",
    "show_addresses",
    "show_authenticator",
    "show_cart",
    "show_catalogue",
    "show_category",
    "show_checkout",
    "show_contact",
    "show_contact_code",
    "show_erase",
    "show_find_order",
    "show_forgotten",
    "show_home",
    "show_new_address",
    "show_new_password",
    "show_offline",
    "show_order",
    "show_orders",
    "show_password",
    "show_privacy",
    "show_product",
    "show_profile",
    "show_security",
    "show_sign_in",
    "show_sign_up",
    "show_sign_up_code",
    "sign_device_out",
    "sign_in",
    "sign_in_by_passkey",
    "sign_out",
    "sign_up",
    "submit_checkout",
    "take_copy",
]
