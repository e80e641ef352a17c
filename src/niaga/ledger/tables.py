"""The transfers. Triggers refuse every UPDATE and DELETE; corrections are reversals."""

import sqlalchemy as sa

from niaga.platform.database import Code, Id, Rupiah, Utc, metadata

ledger_transfer = sa.Table(
    "ledger_transfer",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("source_type", Code(40), nullable=False),
    sa.Column("source_id", Code(64), nullable=False),
    sa.Column("kind", Code(40), nullable=False),
    sa.Column("debit_account", Code(60), nullable=False),
    sa.Column("credit_account", Code(60), nullable=False),
    sa.Column("amount", Rupiah(), nullable=False),
    sa.Column("currency", Code(3), nullable=False),
    sa.Column("posted_at", Utc(), nullable=False),
    sa.UniqueConstraint("source_type", "source_id", "kind", name="uq_ledger_transfer_source"),
    sa.CheckConstraint("amount > 0", name="amount_positive"),
    sa.CheckConstraint("debit_account <> credit_account", name="two_accounts"),
)
