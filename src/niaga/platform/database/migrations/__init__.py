"""Hand-written migrations, run by Alembic, which is imported only when there is something to do."""

from niaga.platform.database.migrations.runner import StaleSchema, migrate, schema_state

__all__ = ["StaleSchema", "migrate", "schema_state"]
