"""Money in: what is due for an order, how to pay it, and the amounts that tell transfers apart."""
