"""Where things are: Indonesia's provinces to villages, their postal codes, and a search that forgives spelling."""
