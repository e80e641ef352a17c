"""Niaga: the backend of an online shop, made for Indonesia first."""
