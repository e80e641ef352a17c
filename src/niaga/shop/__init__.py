"""Shop: what the owner decides - name, contact, zone, where parcels start, bank accounts, order numbers, expiries."""
