"""The service worker: made here because it names the files it keeps, which carry their hashes."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from niaga.platform.language import Language
from niaga.storefront.assets import STATIC, asset_url, sheet_url
from niaga.storefront.places import address

if TYPE_CHECKING:
    from niaga.storefront.answers import Shop

_ALWAYS = ("shop.js", "icon.svg", "kawung.svg")


def service_worker(shop: Shop) -> bytes:
    """The script: what it keeps, before the source of `static/worker.js`. It is another one when any of it changes."""
    kept = [sheet_url(shop.accent_color), *(asset_url(name) for name in _ALWAYS)]
    offline = {language.value: address("offline", language) for language in Language}
    source = (STATIC / "worker.js").read_bytes()
    name = blake2b(msgspec.json.encode([kept, shop.name]) + source, digest_size=8).hexdigest()
    facts = msgspec.json.encode({"name": f"shop-{name}", "kept": kept, "offline": offline})
    return b"const SHOP = " + facts + b";\n" + source
