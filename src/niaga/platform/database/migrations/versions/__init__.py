"""The migrations, oldest first, written by hand; each step may run again after it was cut off."""
