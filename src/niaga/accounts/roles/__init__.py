"""Roles that the shop made beside the built-in ones."""
