"""Roles of staff, their passwords, and what their keys may do."""

import sqlalchemy as sa
from alembic import op

from niaga.platform.database.migrations.steps import add_column, create_table
from niaga.platform.database.types import Code, Encrypted, Id, Json, Text, Utc

revision = "0018"
down_revision = "0017"

_staff = sa.table("staff", sa.column("role", Code(20)), sa.column("joined_at", Utc()), sa.column("created_at", Utc()))


def upgrade() -> None:
    """Make what is new. Who is `staff` becomes a manager, with the same rights; who is here already has joined."""
    create_table(
        "role",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("name", Code(20), nullable=False),
        sa.Column("permissions", Json(), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.UniqueConstraint("name", name="uq_role_name"),
    )
    add_column("staff", sa.Column("name", Encrypted()))
    add_column("staff", sa.Column("password_hash", Encrypted()))
    add_column("staff", sa.Column("joined_at", Utc()))
    add_column("staff", sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")))
    add_column("api_key", sa.Column("name", Text()))
    add_column("api_key", sa.Column("scopes", Json()))
    add_column("api_key", sa.Column("expires_at", Utc()))
    op.execute(sa.update(_staff).where(_staff.c.role == "staff").values(role="manager"))
    op.execute(sa.update(_staff).where(_staff.c.joined_at.is_(None)).values(joined_at=_staff.c.created_at))
