"""Sessions: a sign-in, from its token to its end."""
