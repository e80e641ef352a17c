"""The door of notifications: the link that opens an order from a message, and moments as its mails write them."""

from niaga.notifications.links import order_link
from niaga.platform.dates import moment_text

__all__ = ["moment_text", "order_link"]
