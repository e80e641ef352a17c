"""One command a file; each module's `command` is what the group calls."""
