"""Search in what is sealed: keyed hashes of words, numbers and addresses say where to look, and nothing else.

A room says what something may be found by (`Findable`), writes the tokens with the sealed text or right after it, and
joins `subjects_found` to its own table. What the tokens tell a thief of the database stands in docs/security.md.
"""

from niaga.platform.search.store import count_tokens, forget_tokens, subjects_found, tokens_written, write_tokens
from niaga.platform.search.tables import search_token
from niaga.platform.search.terms import Findable, ways_to_read
from niaga.platform.search.tokens import Searchable, tokens_of

__all__ = [
    "Findable",
    "Searchable",
    "count_tokens",
    "forget_tokens",
    "search_token",
    "subjects_found",
    "tokens_of",
    "tokens_written",
    "ways_to_read",
    "write_tokens",
]
