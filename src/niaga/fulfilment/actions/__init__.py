"""What fulfilment does, one action a file; each runs inside the transaction it is given."""
