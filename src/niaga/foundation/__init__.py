"""Words that every room uses: money, identity, time, pages, events, errors. Standard library and msgspec only."""
