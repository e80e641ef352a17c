"""Pure decisions of the catalogue: what a product must be like, what it is called in an address, how it is found."""
