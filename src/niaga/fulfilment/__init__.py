"""Fulfilment: parcels leave, arrive or come back; order, stock and ledger move together."""
