"""How staff come in and go: sign-in, their own sessions, their password."""
