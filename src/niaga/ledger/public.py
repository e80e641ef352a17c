"""The door of the ledger. Postings are written in the transaction of what they record; nobody changes them afterwards."""

from niaga.ledger.model import Account, Posting, bank_account
from niaga.ledger.store import list_postings, post_writes

__all__ = ["Account", "Posting", "bank_account", "list_postings", "post_writes"]
