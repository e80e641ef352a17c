"""Heads of the audit trail, and who read what of whom."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_index, create_table, insert_once, refuse_changes
from niaga.platform.database.types import Code, Id

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table of subjects, the ways to look entries up, and the lease under which heads are signed."""
    create_table(
        "audit_subject",
        sa.Column("subject_id", Code(64), primary_key=True),
        sa.Column("entry_id", Id(), primary_key=True),
        sa.Column("subject_type", Code(40), nullable=False),
    )
    create_index("ix_audit_subject_entry_id", "audit_subject", ["entry_id"])
    refuse_changes("audit_subject")
    create_index("ix_audit_entry_at", "audit_entry", ["at", "id"])
    create_index("ix_audit_entry_actor_id", "audit_entry", ["actor_id", "at", "id"])
    create_index("ix_audit_entry_action", "audit_entry", ["action", "at", "id"])
    create_index("ix_audit_entry_subject_id", "audit_entry", ["subject_id", "at", "id"])
    leases = sa.table("lease", *(sa.column(name) for name in ("name", "owner", "until_at", "fence", "position")))
    insert_once(leases, "name", [{"name": "audit heads", "owner": "", "until_at": 0, "fence": 0, "position": 0}])
