"""Tables of: shop_accounts."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_index, create_table
from niaga.platform.database.types import Code, Encrypted, Id, Json, Utc

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    create_table(
        "shop_setting",
        sa.Column("key", Code(40), primary_key=True),
        sa.Column("value", Json(), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    create_table(
        "staff",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("email", Encrypted(), nullable=False),
        sa.Column("email_index", Code(64), nullable=False),
        sa.Column("role", Code(20), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("disabled_at", Utc()),
        sa.UniqueConstraint("email_index", name="uq_staff_email_index"),
    )
    create_table(
        "api_key",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("staff_id", Id(), nullable=False),
        sa.Column("key_hash", Code(64), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("revoked_at", Utc()),
        sa.Column("last_used_at", Utc()),
        sa.UniqueConstraint("key_hash", name="uq_api_key_key_hash"),
    )
    create_index("ix_api_key_staff_id", "api_key", ["staff_id"])
