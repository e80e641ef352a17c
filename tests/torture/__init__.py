"""`make torture`: the full counts, part by part, and the table of what came of it."""
