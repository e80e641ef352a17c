"""Notifications: what buyers and the owner are told by mail, driven by events; and the links in it, exchanged for a cookie."""
