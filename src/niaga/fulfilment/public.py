"""The door of fulfilment: ship, complete, receive, take back; list an order's parcels."""

from niaga.fulfilment.actions.complete import complete_order, receive_order
from niaga.fulfilment.actions.ship import ship_order
from niaga.fulfilment.actions.take_back import return_order
from niaga.fulfilment.model import (
    ReturnDraft,
    Returned,
    ReturnReason,
    Shipment,
    ShipmentDraft,
    ShipmentLine,
    Shipped,
    WantedLine,
)
from niaga.fulfilment.store import list_shipments

__all__ = [
    "ReturnDraft",
    "ReturnReason",
    "Returned",
    "Shipment",
    "ShipmentDraft",
    "ShipmentLine",
    "Shipped",
    "WantedLine",
    "complete_order",
    "list_shipments",
    "receive_order",
    "return_order",
    "ship_order",
]
