"""Second factors and foreign sign-ins."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_index, create_table
from niaga.platform.database.types import Code, Encrypted, Id, Text, Utc

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the tables."""
    create_table(
        "totp",
        sa.Column("holder_kind", Code(10), primary_key=True),
        sa.Column("holder_id", Id(), primary_key=True),
        sa.Column("secret", Encrypted(), nullable=False),
        sa.Column("last_step", sa.BigInteger, nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("confirmed_at", Utc()),
    )
    create_table(
        "recovery_code",
        sa.Column("code_index", Code(64), primary_key=True),
        sa.Column("holder_kind", Code(10), nullable=False),
        sa.Column("holder_id", Id(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("used_at", Utc()),
    )
    create_index("ix_recovery_code_holder", "recovery_code", ["holder_id", "holder_kind"])
    create_table(
        "passkey",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("holder_kind", Code(10), nullable=False),
        sa.Column("holder_id", Id(), nullable=False),
        sa.Column("credential_index", Code(64), nullable=False),
        sa.Column("credential", Text(), nullable=False),
        sa.Column("public_key", Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("name", Encrypted(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("last_used_at", Utc()),
        sa.UniqueConstraint("credential_index", name="uq_passkey_credential_index"),
    )
    create_index("ix_passkey_holder", "passkey", ["holder_id", "holder_kind"])
    create_table(
        "challenge",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("purpose", Code(20), nullable=False),
        sa.Column("holder_kind", Code(10), nullable=False),
        sa.Column("holder_id", Code(26), nullable=False),
        sa.Column("content", Encrypted(), nullable=False),
        sa.Column("expires_at", Utc(), nullable=False),
    )
    create_index("ix_challenge_expires_at", "challenge", ["expires_at"])
    create_table(
        "foreign_identity",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("subject", Encrypted(), nullable=False),
        sa.Column("subject_index", Code(64), nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.UniqueConstraint("subject_index", name="uq_foreign_identity_subject_index"),
    )
    create_index("ix_foreign_identity_customer_id", "foreign_identity", ["customer_id"])
