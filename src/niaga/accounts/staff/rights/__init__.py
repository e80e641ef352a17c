"""Roles and API keys over HTTP."""
