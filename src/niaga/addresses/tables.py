"""The table of address books. Whatever names a person or a house is sealed; the region stands in clear, as on orders.

`default_of` repeats the customer where the address is her default: UNIQUE leaves her one. `slot` numbers her addresses
from 1, so that no book holds more than it may.
"""

import sqlalchemy as sa

from niaga.platform.database import Code, Encrypted, Id, Utc, metadata

address = sa.Table(
    "address",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("customer_id", Id(), nullable=False),
    sa.Column("slot", sa.Integer, nullable=False),
    sa.Column("default_of", Id()),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("label", Encrypted(), nullable=False),
    sa.Column("recipient", Encrypted(), nullable=False),
    sa.Column("phone", Encrypted(), nullable=False),
    sa.Column("street", Encrypted(), nullable=False),
    sa.Column("notes", Encrypted(), nullable=False),
    sa.Column("region_code", Code(13), nullable=False),
    sa.Column("postal_code", Code(5), nullable=False),
    sa.Column("created_at", Utc(), nullable=False),
    sa.UniqueConstraint("customer_id", "slot", name="uq_address_customer_id_slot"),
    sa.UniqueConstraint("default_of", name="uq_address_default_of"),
    sa.CheckConstraint("slot BETWEEN 1 AND 50", name="book_within_bounds"),
    sa.CheckConstraint("default_of IS NULL OR default_of = customer_id", name="default_of_its_owner"),
    sa.CheckConstraint("version >= 1", name="version_from_one"),
)
