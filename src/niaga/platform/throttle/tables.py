"""One row for each subject that has used some of its allowance; the subject is a keyed hash and names nobody."""

import sqlalchemy as sa

from niaga.platform.database import Code, Utc, metadata

allowance = sa.Table(
    "allowance",
    metadata,
    sa.Column("subject", Code(64), primary_key=True),
    sa.Column("full_at", Utc(), nullable=False),
    sa.Index("ix_allowance_full_at", "full_at"),
)
