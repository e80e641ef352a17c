"""Where customers have things sent: the address book of each, and what an address on the wire must be."""
