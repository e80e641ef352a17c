"""API keys: what a program comes with, in the name of one member of staff."""
