"""Fulfilment's decisions: which pieces go into a parcel or come back, and what that posts."""
