"""Signing in with another's account (OpenID Connect): Google and whoever else speaks it."""
