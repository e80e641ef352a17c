"""Shipping's decisions: weight, price, couriers, the tariff book, quotes, promises. Pure; whole numbers only."""
