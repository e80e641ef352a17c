"""Consents, requests and breaches; orders that name nobody any more."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_index, create_table, refuse_changes
from niaga.platform.database.types import Code, Encrypted, Id, Utc

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make the tables."""
    create_table(
        "consent_entry",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("purpose", Code(40), nullable=False),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("text_version", Code(20), nullable=False),
        sa.Column("channel", Code(20), nullable=False),
        sa.Column("at", Utc(), nullable=False),
    )
    create_index("ix_consent_entry_customer_id", "consent_entry", ["customer_id", "id"])
    create_table(
        "privacy_request",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("kind", Code(20), nullable=False),
        sa.Column("status", Code(10), nullable=False),
        sa.Column("customer_id", Id()),
        sa.Column("contact", Encrypted(), nullable=False),
        sa.Column("message", Encrypted(), nullable=False),
        sa.Column("outcome", Encrypted(), nullable=False),
        sa.Column("received_at", Utc(), nullable=False),
        sa.Column("due_at", Utc(), nullable=False),
        sa.Column("closed_at", Utc()),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="ck_privacy_request_closed_with_its_time"),
    )
    create_index("ix_privacy_request_status", "privacy_request", ["status", "due_at"])
    create_index("ix_privacy_request_customer_id", "privacy_request", ["customer_id"])
    create_table(
        "breach",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("noticed_at", Utc(), nullable=False),
        sa.Column("began_at", Utc()),
        sa.Column("ended_at", Utc()),
        sa.Column("data_exposed", Encrypted(), nullable=False),
        sa.Column("how", Encrypted(), nullable=False),
        sa.Column("handling", Encrypted(), nullable=False),
        sa.Column("recovery", Encrypted(), nullable=False),
        sa.Column("people_affected", sa.BigInteger),
        sa.Column("report_due_at", Utc(), nullable=False),
        sa.Column("authority_told_at", Utc()),
        sa.Column("people_told_at", Utc()),
        sa.Column("closed_at", Utc()),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_breach_version_from_one"),
    )
    create_table(
        "anonymised_order",
        sa.Column("order_id", Id(), primary_key=True),
        sa.Column("at", Utc(), nullable=False),
    )
    refuse_changes("consent_entry", ("UPDATE",))
