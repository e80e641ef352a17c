"""The composition root: settings in, application out. All wiring is visible here.

One `Shop` holds the live objects of one process and one database. Handlers get them by parameter name.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from litestar.handlers import HTTPRouteHandler

import niaga.accounts.http
import niaga.addresses.http
import niaga.browse.http
import niaga.catalogue.http
import niaga.checkout.http
import niaga.fulfilment.http
import niaga.inventory.http
import niaga.notifications.http
import niaga.orders.http
import niaga.privacy.http
import niaga.realtime.http
import niaga.regions.http
import niaga.shipping.http
import niaga.shop.http
import niaga.storefront.http
import niaga.trail.http
from niaga.accounts.public import (
    FactorDesk,
    ForeignDesk,
    Passwords,
    Sessions,
    StaffDoor,
    StaffKeys,
    Ways,
    providers_in,
    purge_challenges,
    purge_questions,
    purge_sessions,
)
from niaga.cart.public import purge_carts
from niaga.catalogue.public import VariantCache, find_variants_by_sku
from niaga.checkout.handlers import SUBSCRIPTIONS as CHECKOUT
from niaga.checkout.public import CartDesk, CheckoutDesk, placed_answer
from niaga.foundation.clock import Clock, ShopClock
from niaga.notifications.handlers import subscriptions as notification_subscriptions
from niaga.notifications.public import order_link
from niaga.orders.handlers import SUBSCRIPTIONS as ORDERS
from niaga.orders.public import SEARCHABLE as ORDERS_SEARCHABLE
from niaga.orders.public import anonymise_old_orders, purge_guesses
from niaga.payments.public import purge_slots
from niaga.platform.audit import (
    HeadFile,
    HeadKeeper,
    HeadSigner,
    Readings,
    has_unsealed,
    seal_entries,
    seal_late_entries,
)
from niaga.platform.crypto import KeyFile, Vault, watch_keys
from niaga.platform.database import Database, Engine
from niaga.platform.database.failpoints import parse_failpoint
from niaga.platform.database.migrations import StaleSchema, migrate, schema_state
from niaga.platform.housekeeping import Duty, keep_house
from niaga.platform.idempotency import purge_answers
from niaga.platform.logging import configure_logging
from niaga.platform.mail import make_mailbox, make_mailer
from niaga.platform.messaging import make_messenger
from niaga.platform.outbound import make_outbound
from niaga.platform.outbox import Relay, Tail
from niaga.platform.settings import BadSettings, keys_path, load_audit_keys, load_keyring
from niaga.platform.telemetry import RequestFigures, make_tracer
from niaga.platform.throttle import Throttle, purge_allowances
from niaga.platform.timekeeping import set_clock, watch_clock
from niaga.privacy.public import purge_consents
from niaga.realtime.public import Hub, Rights
from niaga.regions.public import Regions
from niaga.shipping.public import QuoteDesk, Tariffs
from niaga.shop.public import SettingsCache, read_clock_offset
from niaga.storefront.public import Api, ErrorPages, Storefront, order_page
from niaga.web.application import assemble, document
from niaga.web.dev import dev_handlers
from niaga.web.hot_reads import HotReads
from niaga.web.media import media_handlers
from niaga.web.metrics import metrics_handler
from niaga.web.server import told_of_the_end

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine
    from types import ModuleType

    from litestar import Litestar

    from niaga.accounts.ports import ShopName
    from niaga.accounts.public import Provider
    from niaga.platform.mail import Mailer
    from niaga.platform.messaging import Messenger
    from niaga.platform.settings import Settings
    from niaga.web.gate import Gate

_ROOMS = (
    niaga.accounts.http,
    niaga.addresses.http,
    niaga.regions.http,
    niaga.shop.http,
    niaga.catalogue.http,
    niaga.inventory.http,
    niaga.shipping.http,
    niaga.browse.http,
    niaga.orders.http,
    niaga.checkout.http,
    niaga.fulfilment.http,
    niaga.notifications.http,
    niaga.realtime.http,
    niaga.privacy.http,
    niaga.trail.http,
    niaga.storefront.http,
)


SEARCHABLES = (ORDERS_SEARCHABLE,)
_SEALER = secrets.token_hex(8)
DUTIES = (
    Duty("forget answers", 600.0, purge_answers),
    Duty("free transfer amounts", 600.0, purge_slots),
    Duty("forget carts", 600.0, purge_carts),
    Duty("forget wrong look-ups", 600.0, purge_guesses),
    Duty("forget full allowances", 600.0, purge_allowances),
    Duty("forget sessions", 600.0, purge_sessions),
    Duty("forget codes", 600.0, purge_questions),
    Duty("forget unanswered passkeys", 600.0, purge_challenges),
    Duty("forget old consents", 3600.0, purge_consents),
    Duty("name nobody in old orders", 3600.0, anonymise_old_orders),
    Duty("seal the audit trail", 5.0, lambda tx: seal_entries(tx, _SEALER), is_due=has_unsealed),
    Duty("seal late entries of the audit trail", 3600.0, lambda tx: seal_late_entries(tx, _SEALER)),
)


@dataclass(frozen=True, slots=True)
class Shop:
    """The live objects of one process."""

    settings: Settings
    clock: Clock
    database: Database
    throttle: Throttle
    mailer: Mailer | None
    messenger: Messenger | None
    regions: Regions
    shop_settings: SettingsCache
    staff_door: StaffDoor
    sessions: Sessions
    passwords: Passwords
    readings: Readings
    tariffs: Tariffs
    quotes: QuoteDesk
    variants: VariantCache
    checkout: CheckoutDesk
    relay: Relay
    answered: RequestFigures
    hot_reads: HotReads
    hub: Hub
    storefront: Storefront


def make_database(settings: Settings) -> Database:
    """The database that the settings name, not yet open."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    path = keys_path(settings)
    vault = Vault(load_keyring(settings), None if path is None else KeyFile(path).newer)
    failpoint = parse_failpoint(settings.failpoint) if settings.failpoint else None
    return Database(settings.database_url.reveal(), vault=vault, clock=ShopClock(), failpoint=failpoint)


def make_desk(
    database: Database,
    public_url: str,
    *,
    shop_settings: SettingsCache | None = None,
    variants: VariantCache | None = None,
    tariffs: Tariffs | None = None,
) -> CheckoutDesk:
    """A checkout desk, with caches of its own where none are given (for work outside a server)."""
    return CheckoutDesk(
        database,
        settings=shop_settings or SettingsCache(database),
        variants=variants or VariantCache(database),
        tariffs=tariffs or Tariffs(),
        render=partial(placed_answer, link=partial(order_link, public_url)),
    )


async def prepare_schema(database: Database) -> None:
    """On SQLite the schema is made and upgraded here; a server's must be current. Raises StaleSchema."""
    state = await schema_state(database)
    if state.current:
        return
    if database.engine is not Engine.SQLITE:
        message = f"the database is at schema {state.present or 'none'}, this program needs {state.needed}: run `niaga migrate`"
        raise StaleSchema(message)
    await migrate(database)


def make_shop(
    settings: Settings,
    database: Database | None = None,
    mailer: Mailer | None = None,
    messenger: Messenger | None = None,
) -> Shop:
    """Every live object, wired; nothing is opened yet. What is given is used instead of the settings' own."""
    database = database or make_database(settings)
    database.tracer = make_tracer(settings.otlp_endpoint)
    mailer, messenger = mailer or make_mailer(settings), messenger or make_messenger(settings)
    shop_settings, variants, tariffs = SettingsCache(database), VariantCache(database), Tariffs()
    sessions = Sessions(database)
    staff_door = StaffDoor(StaffKeys(database), sessions)
    regions = Regions()
    return Shop(
        settings=settings,
        clock=database.clock,
        database=database,
        throttle=Throttle(database, lifted=settings.development and not settings.throttle),
        mailer=mailer,
        messenger=messenger,
        regions=regions,
        shop_settings=shop_settings,
        staff_door=staff_door,
        sessions=sessions,
        passwords=Passwords(shop_name=_name_in(shop_settings)),
        readings=Readings(database),
        tariffs=tariffs,
        quotes=QuoteDesk(database, regions=regions, settings=shop_settings, variants=variants, tariffs=tariffs),
        variants=variants,
        checkout=make_desk(
            database, settings.public_url, shop_settings=shop_settings, variants=variants, tariffs=tariffs
        ),
        relay=Relay(
            database,
            [
                *CHECKOUT,
                *ORDERS,
                *notification_subscriptions(mailer, settings.public_url, shop_settings, messenger),
            ],
        ),
        answered=RequestFigures(),
        hot_reads=HotReads(database),
        hub=Hub(
            database,
            Tail(database),
            Rights(database, staff_door, sessions),
            most_streams=settings.streams,
        ),
        storefront=Storefront(Api(), database.vault, settings.public_url),
    )


def make_application(settings: Settings) -> Gate:
    """The ASGI application of one process. Its lifespan opens the shop and closes it."""
    configure_logging(settings.log_level)
    return assemble_shop(make_shop(settings))


def assemble_shop(shop: Shop) -> Gate:
    """The ASGI application around live objects."""

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        async with open_shop(shop):
            with told_of_the_end(shop.hub.stop):
                yield

    gate = assemble(
        _handlers(shop),
        _dependencies(shop),
        shop.settings,
        readiness={"database": lambda: _answers(shop.database), "schema": lambda: _is_current(shop.database)},
        allowed_origins=lambda: shop.shop_settings.last_known().cors_origins,
        figures=shop.answered,
        lifespan=[lifespan],
        hot_reads=shop.hot_reads,
        error_pages=ErrorPages(shop.storefront),
        tracer=shop.database.tracer,
    )
    shop.storefront.api.attach(gate)
    return gate


def openapi_json(settings: Settings) -> bytes:
    """The OpenAPI document of these settings' application, without opening any database."""
    shop = make_shop(settings)
    return document(_handlers(shop), _dependencies(shop), settings)


def _handlers(shop: Shop) -> list[HTTPRouteHandler]:
    handlers = [handler for room in _ROOMS for handler in handlers_of(room)]
    handlers += media_handlers(shop.settings.data_dir / "media", shop.settings.data_dir / "cache" / "pictures")
    proxied = bool(shop.settings.trusted_proxies)
    handlers.append(metrics_handler(shop.database, shop.answered, shop.hot_reads, shop.hub, behind_proxy=proxied))
    if shop.settings.development and isinstance(shop.clock, ShopClock):
        handlers += dev_handlers(make_mailbox(shop.settings), shop.clock)
    return handlers


def _dependencies(shop: Shop) -> dict[str, object]:
    """Live objects by the parameter name that handlers and policies use."""
    return {
        "settings": shop.settings,
        "database": shop.database,
        "throttle": shop.throttle,
        "storefront": shop.storefront,
        "order_pages": order_page,
        "regions": shop.regions,
        "shop_settings": shop.shop_settings,
        "staff_door": shop.staff_door,
        "sessions": shop.sessions,
        "passwords": shop.passwords,
        "ways": Ways(email=shop.mailer is not None, whatsapp=shop.messenger is not None),
        "foreign": ForeignDesk(_providers(shop.settings), make_outbound(shop.settings), shop.settings.public_url),
        "factors": FactorDesk(shop.database, _name_in(shop.shop_settings), shop.settings.public_url),
        "readings": shop.readings,
        "tariffs": shop.tariffs,
        "quotes": shop.quotes,
        "variants": shop.variants,
        "sku_book": find_variants_by_sku,
        "checkout": shop.checkout,
        "carts": CartDesk(
            shop.database,
            settings=shop.shop_settings,
            tariffs=shop.tariffs,
            regions=shop.regions,
            checkout=shop.checkout,
        ),
        "hub": shop.hub,
    }


def _providers(settings: Settings) -> tuple[Provider, ...]:
    try:
        return providers_in(settings.oidc.reveal()) if settings.oidc else ()
    except ValueError as error:
        raise BadSettings([f"NIAGA_OIDC: {error}"]) from None


def _name_in(shop_settings: SettingsCache) -> ShopName:
    async def name() -> str:
        return (await shop_settings.current()).name

    return name


@asynccontextmanager
async def open_shop(shop: Shop) -> AsyncIterator[None]:
    """Open the database, start what runs beside requests, and end all of it in order."""
    await shop.database.open()
    stopping = asyncio.Event()
    beside: list[asyncio.Task[None]] = []
    try:
        await prepare_schema(shop.database)
        beside += [asyncio.create_task(work) for work in await start_duties(shop, stopping)]
        beside.append(asyncio.create_task(shop.hub.run(stopping)))
        if shop.settings.relay:
            beside.append(asyncio.create_task(shop.relay.run(stopping)))
        yield
    finally:
        shop.hub.stop()
        await shop.checkout.close()
        await shop.readings.close()
        stopping.set()
        await asyncio.gather(*beside)
        shop.passwords.close()
        await shop.database.close()
        await asyncio.to_thread(shop.database.tracer.close)


async def start_duties(shop: Shop, stopping: asyncio.Event) -> list[Coroutine[Any, Any, None]]:
    """What every process does beside its main work: housekeeping, signing the audit trail, keeping keys and time.

    The time is set here once.
    """
    duties: list[Coroutine[Any, Any, None]] = [
        keep_house(shop.database, DUTIES, stopping),
        await _head_keeper(shop, stopping),
        watch_keys(shop.database.vault, stopping),
    ]
    if isinstance(shop.clock, ShopClock):
        read_offset = read_clock_offset if shop.settings.development else None
        await set_clock(shop.database, shop.clock, read_offset)
        duties.append(watch_clock(shop.database, shop.clock, stopping, read_offset=read_offset))
    return duties


def handlers_of(room: ModuleType) -> list[HTTPRouteHandler]:
    """The route handlers a room's `http.py` defines."""
    return [thing for thing in vars(room).values() if isinstance(thing, HTTPRouteHandler)]


async def _head_keeper(shop: Shop, stopping: asyncio.Event) -> Coroutine[Any, Any, None]:
    signer = HeadSigner(await asyncio.to_thread(load_audit_keys, shop.settings))
    return HeadKeeper(shop.database, signer, HeadFile(shop.settings.audit_heads)).run(stopping)


async def _answers(database: Database) -> bool:
    await database.read(lambda db: db.connection.exec_driver_sql("SELECT 1"))
    return True


async def _is_current(database: Database) -> bool:
    return (await schema_state(database)).current
