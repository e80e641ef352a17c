"""Orders and carts of customers.

Most orders are guests': where the engine can, the index of the others leaves them out, so that they pay nothing for it.
"""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import add_column, create_index
from niaga.platform.database.types import Encrypted, Id

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the columns and their indexes."""
    add_column("customer_order", sa.Column("customer_id", Id()))
    mine = sa.text("customer_id IS NOT NULL")
    create_index(
        "ix_customer_order_customer",
        "customer_order",
        ["customer_id", "id"],
        sqlite_where=mine,
        postgresql_where=mine,
    )
    add_column("cart", sa.Column("customer_id", Id()))
    add_column("cart", sa.Column("sealed_id", Encrypted()))
    create_index("uq_cart_customer_id", "cart", ["customer_id"], unique=True)
