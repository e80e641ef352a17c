"""The shop on the wire: what buyers may know of it, and its settings for staff."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, patch
from msgspec import UNSET, Meta, UnsetType

from niaga.accounts.public import staff
from niaga.foundation.errors import InvalidFields
from niaga.platform.database import Database
from niaga.platform.dates import Zone
from niaga.platform.http import PUBLIC, Line, ShortLine, actor_of, language_of
from niaga.platform.http.versions import IfMatchMissing, seen_version
from niaga.platform.language import Language, translate
from niaga.regions.public import Regions
from niaga.shop.errors import SettingsStale
from niaga.shop.model import SettingsPatch, ShopSettings
from niaga.shop.public import SettingsCache, change_settings, payment_ready, read_settings

Minutes = Annotated[int, Meta(ge=1, le=100_000)]
AccountKey = Annotated[str, Meta(max_length=32)]


class ContactView(msgspec.Struct, kw_only=True):
    """How buyers reach the shop."""

    email: str | None
    phone: str | None
    whatsapp: str | None


class PaymentMethodView(msgspec.Struct, kw_only=True):
    """A way to pay."""

    method: str
    name: str


class ShopView(msgspec.Struct, kw_only=True):
    """What buyers may know of the shop."""

    name: str
    languages: list[str]
    currency: str
    zone: Zone
    contact: ContactView
    payment_methods: list[PaymentMethodView]
    tagline: str | None
    logo_url: str | None
    accent_color: str


class BankAccountView(msgspec.Struct, kw_only=True):
    """An account that buyers transfer to."""

    key: str
    bank: str
    number: str
    holder: str


class TaglineView(msgspec.Struct, kw_only=True):
    """What the shop says of itself in a line, in each language."""

    id: str
    en: str


class SettingsView(msgspec.Struct, kw_only=True):
    """All settings. `missing` says what must be set before the shop can take orders."""

    name: str
    contact: ContactView
    zone: Zone
    languages: list[str]
    currency: str
    origin_region_code: str | None
    bank_accounts: list[BankAccountView]
    order_number_prefix: str
    payment_expiry_minutes: int
    option_expiry_minutes: int
    cart_expiry_days: int
    transfer_codes: bool
    cors_origins: list[str]
    notification_email: str | None
    tagline: TaglineView | None
    logo_url: str | None
    accent_color: str
    missing: list[str]


class ContactBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The ways to change; what is left out stays, null takes one away."""

    email: Line | UnsetType | None = UNSET
    phone: ShortLine | UnsetType | None = UNSET
    whatsapp: ShortLine | UnsetType | None = UNSET


class TaglineBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The line in both languages."""

    id: Line
    en: Line


class BankAccountBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An account. Keep `key` when you correct one; a new account gets a key when you leave it out."""

    bank: ShortLine
    number: ShortLine
    holder: Line
    key: AccountKey = ""


class SettingsBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The settings to change; what is left out stays. A list replaces the whole list."""

    name: Line | UnsetType = UNSET
    contact: ContactBody | UnsetType = UNSET
    zone: Zone | UnsetType = UNSET
    languages: Annotated[list[ShortLine], Meta(max_length=10)] | UnsetType = UNSET
    origin_region_code: ShortLine | UnsetType | None = UNSET
    bank_accounts: Annotated[list[BankAccountBody], Meta(max_length=100)] | UnsetType = UNSET
    order_number_prefix: ShortLine | UnsetType = UNSET
    payment_expiry_minutes: Minutes | UnsetType = UNSET
    option_expiry_minutes: Minutes | UnsetType = UNSET
    cart_expiry_days: Annotated[int, Meta(ge=1, le=10_000)] | UnsetType = UNSET
    transfer_codes: bool | UnsetType = UNSET
    cors_origins: Annotated[list[Line], Meta(max_length=100)] | UnsetType = UNSET
    notification_email: Line | UnsetType | None = UNSET
    tagline: TaglineBody | UnsetType | None = UNSET
    logo_url: Line | UnsetType | None = UNSET
    accent_color: ShortLine | UnsetType = UNSET


@get(
    "/store/v1/shop",
    policy=PUBLIC,
    tags=["shop"],
    summary="The shop: name, languages, currency, contact, ways to pay",
    tagged=True,
    hot=("settings",),
)
async def get_shop(request: Request[Any, Any, Any], shop_settings: SettingsCache) -> ShopView:
    """What a storefront shows about the shop itself."""
    return _shop_view(await shop_settings.current(), language_of(request))


@get(
    "/admin/v1/settings",
    policy=staff("settings.read"),
    tags=["settings"],
    summary="All settings of the shop",
)
async def get_settings(database: Database) -> Response[SettingsView]:
    """The settings with their version as `ETag`: send it back in `If-Match` to change them."""
    return _answer(await database.read(read_settings))


@patch(
    "/admin/v1/settings",
    policy=staff("settings.write"),
    tags=["settings"],
    summary="Change some settings of the shop",
    refuses=(IfMatchMissing, SettingsStale, InvalidFields),
    if_match=True,
)
async def patch_settings(
    request: Request[Any, Any, Any],
    database: Database,
    regions: Regions,
    shop_settings: SettingsCache,
    data: SettingsBody,
) -> Response[SettingsView]:
    """Changes the settings that the body names. `If-Match` holds the `ETag` of your last read; 412: it is stale."""
    seen = seen_version(request, SettingsStale())
    change, actor = _patch(data), actor_of(request)
    after = await database.write(lambda tx: change_settings(tx, actor, change, seen, places=regions))
    shop_settings.forget()
    return _answer(after)


def _patch(data: SettingsBody) -> SettingsPatch:
    return msgspec.convert(msgspec.to_builtins(data), SettingsPatch)


def _answer(settings: ShopSettings) -> Response[SettingsView]:
    return Response(_settings_view(settings), headers={"ETag": f'"{settings.version}"'})


def _settings_view(settings: ShopSettings) -> SettingsView:
    fields = msgspec.to_builtins(settings) | {"missing": [reason.path for reason in payment_ready(settings)]}
    return msgspec.convert(fields, SettingsView)


def _shop_view(settings: ShopSettings, language: Language) -> ShopView:
    methods = []
    if settings.bank_accounts:
        methods.append(PaymentMethodView(method="bank_transfer", name=translate("Bank transfer", language)))
    return ShopView(
        name=settings.name,
        languages=list(settings.languages),
        currency=settings.currency,
        zone=settings.zone,
        contact=msgspec.convert(msgspec.to_builtins(settings.contact), ContactView),
        payment_methods=methods,
        tagline=settings.tagline.in_language(language) if settings.tagline else None,
        logo_url=settings.logo_url,
        accent_color=settings.accent_color,
    )


routes = [get_shop, get_settings, patch_settings]
