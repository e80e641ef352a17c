"""How fast Niaga is, measured on this machine: `make bench`. README.md here is generated from the raw results."""
