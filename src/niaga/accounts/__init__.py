"""Accounts: who you are. For now the people who run the shop: staff, their roles, and the keys they come with."""
