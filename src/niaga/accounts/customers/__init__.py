"""Customers: buyers with an account, from the sign-up to a change of address. Who is sealed stays sealed."""
