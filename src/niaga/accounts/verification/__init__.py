"""Verification: an address is asked for a code, and is proven when the code comes back."""
