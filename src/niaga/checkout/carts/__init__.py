"""Carts as checkout sees them: priced when they are read, shown whole, and ordered through the same lane as any order."""
