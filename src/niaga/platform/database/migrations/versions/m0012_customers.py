"""Customers, their sessions, and the codes that prove an address."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_index, create_table
from niaga.platform.database.types import Code, Encrypted, Id, Json, Utc

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the tables."""
    create_table(
        "customer",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", Encrypted(), nullable=False),
        sa.Column("email", Encrypted()),
        sa.Column("email_index", Code(64)),
        sa.Column("phone", Encrypted()),
        sa.Column("phone_index", Code(64)),
        sa.Column("password_hash", Encrypted()),
        sa.Column("language", Code(2), nullable=False),
        sa.Column("metadata", Json(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("disabled_at", Utc()),
        sa.Column("erased_at", Utc()),
        sa.UniqueConstraint("email_index", name="uq_customer_email_index"),
        sa.UniqueConstraint("phone_index", name="uq_customer_phone_index"),
        sa.CheckConstraint(
            "email_index IS NOT NULL OR phone_index IS NOT NULL OR erased_at IS NOT NULL",
            name="ck_customer_can_be_reached",
        ),
        sa.CheckConstraint("version >= 1", name="ck_customer_version_from_one"),
    )
    create_table(
        "session",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("holder_kind", Code(10), nullable=False),
        sa.Column("holder_id", Id(), nullable=False),
        sa.Column("token_hash", Code(64), nullable=False),
        sa.Column("proof", Code(20), nullable=False),
        sa.Column("device", Encrypted(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("seen_at", Utc(), nullable=False),
        sa.Column("expires_at", Utc(), nullable=False),
        sa.Column("revoked_at", Utc()),
        sa.UniqueConstraint("token_hash", name="uq_session_token_hash"),
    )
    create_index("ix_session_holder", "session", ["holder_id", "holder_kind"])
    create_index("ix_session_expires_at", "session", ["expires_at"])
    create_table(
        "verification",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("purpose", Code(20), nullable=False),
        sa.Column("channel", Code(10), nullable=False),
        sa.Column("holder_id", Code(26), nullable=False),
        sa.Column("target_index", Code(64), nullable=False),
        sa.Column("target", Encrypted(), nullable=False),
        sa.Column("wish", Encrypted()),
        sa.Column("language", Code(2), nullable=False),
        sa.Column("issue", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("issued_at", Utc(), nullable=False),
        sa.Column("expires_at", Utc(), nullable=False),
        sa.Column("used_at", Utc()),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name="ck_verification_tries_within_bounds"),
        sa.CheckConstraint("issue >= 1", name="ck_verification_issue_from_one"),
    )
    create_index("ix_verification_target", "verification", ["target_index", "purpose"])
    create_index("ix_verification_expires_at", "verification", ["expires_at"])
