"""Explaining an order: every rupiah of it, step by step, in either language. Reads only, shows no personal data."""

from niaga.cli.explain.story import explain, explain_order

__all__ = ["explain", "explain_order"]
