"""The command line: one file a command, imported only when it is called, so that `--help` answers at once."""
