"""The door of notifications: the link that opens an order from a message."""

from niaga.notifications.links import order_link

__all__ = ["order_link"]
