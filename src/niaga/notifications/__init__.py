"""Notifications: what buyers and the owner are told by mail, driven by events, and the links in those mails."""
