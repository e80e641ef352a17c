"""How many there are: stock, what is reserved of it, and every movement."""
