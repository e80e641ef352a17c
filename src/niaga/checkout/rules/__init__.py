"""Checkout's decisions: what an order costs, who gets the stock, what is posted."""
