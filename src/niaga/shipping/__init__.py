"""Ongkir: parcels, chargeable weight, tariffs, and the shipping options a buyer may choose from."""
