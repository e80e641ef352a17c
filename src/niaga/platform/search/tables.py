"""The table of search tokens: for each word, number or address of a sealed text a keyed hash, and whose it is."""

import sqlalchemy as sa

from niaga.platform.database import Code, Id, metadata

search_token = sa.Table(
    "search_token",
    metadata,
    sa.Column("token", Code(16), primary_key=True),
    sa.Column("subject_type", Code(20), primary_key=True),
    sa.Column("subject_id", Id(), primary_key=True),
    sa.Column("key_id", Code(32), nullable=False),
    sa.Index("ix_search_token_subject", "subject_type", "subject_id", "key_id"),
    sqlite_with_rowid=False,
)
