"""Orders, their lines and their timeline. Status and quantities are guarded by CHECKs, changes by the version.

`lookup_failure` counts wrong look-ups of a subject within an hour; the subject is a keyed hash and names nobody.
"""

import sqlalchemy as sa

from niaga.platform.database import (
    Code,
    Encrypted,
    Id,
    Json,
    Rupiah,
    Text,
    Utc,
    metadata,
)

customer_order = sa.Table(
    "customer_order",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("number", Code(30), nullable=False, unique=True),
    sa.Column("channel", Code(30), nullable=False),
    sa.Column("external_number", Code(80)),
    sa.Column("status", Code(20), nullable=False),
    sa.Column("cancel_reason", Code(20)),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("token_version", sa.Integer, nullable=False),
    sa.Column("language", Code(2), nullable=False),
    sa.Column("subtotal", Rupiah(), nullable=False),
    sa.Column("discount", Rupiah(), nullable=False),
    sa.Column("shipping_amount", Rupiah(), nullable=False),
    sa.Column("insurance_amount", Rupiah(), nullable=False),
    sa.Column("cod_fee", Rupiah(), nullable=False),
    sa.Column("tax", Rupiah(), nullable=False),
    sa.Column("tax_included", Rupiah(), nullable=False),
    sa.Column("total", Rupiah(), nullable=False),
    sa.Column("currency", Code(3), nullable=False),
    sa.Column("contact", Encrypted(), nullable=False),
    sa.Column("address", Encrypted(), nullable=False),
    sa.Column("region_code", Code(13), nullable=False),
    sa.Column("region_path", Json(), nullable=False),
    sa.Column("postal_code", Code(5), nullable=False),
    sa.Column("shipping", Json(), nullable=False),
    sa.Column("tracking", Json(), nullable=False),
    sa.Column("metadata", Json(), nullable=False),
    sa.Column("override", Json()),
    sa.Column("placed_at", Utc(), nullable=False),
    sa.Column("expires_at", Utc()),
    sa.Column("customer_id", Id()),
    sa.UniqueConstraint("channel", "external_number", name="uq_customer_order_channel_external_number"),
    sa.CheckConstraint(
        "total = subtotal - discount + shipping_amount + insurance_amount + cod_fee + tax",
        name="total_adds_up",
    ),
    sa.CheckConstraint("total >= 0", name="total_not_negative"),
    sa.Index("ix_customer_order_status", "status", "id"),
    sa.Index("ix_customer_order_external_number", "external_number"),
    # Where the engine can, of those alone that have an owner (m0017): a guest's order pays nothing for it.
    sa.Index("ix_customer_order_customer", "customer_id", "id"),
)
order_line = sa.Table(
    "order_line",
    metadata,
    sa.Column("order_id", Id(), primary_key=True),
    sa.Column("line_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("variant_id", Id(), nullable=False),
    sa.Column("warehouse_id", Code(26), nullable=False),
    sa.Column("sku", Code(64), nullable=False),
    sa.Column("name", Text(), nullable=False),
    sa.Column("options", Json(), nullable=False),
    sa.Column("image_url", Text()),
    sa.Column("quantity", sa.BigInteger, nullable=False),
    sa.Column("unit_price", Rupiah(), nullable=False),
    sa.Column("amount", Rupiah(), nullable=False),
    sa.Column("weight_grams", sa.BigInteger, nullable=False),
    sa.Column("shipped_quantity", sa.BigInteger, nullable=False),
    sa.Column("returned_quantity", sa.BigInteger, nullable=False),
    sa.CheckConstraint("quantity > 0 AND amount = unit_price * quantity", name="amount_adds_up"),
    sa.CheckConstraint(
        "shipped_quantity BETWEEN 0 AND quantity AND returned_quantity BETWEEN 0 AND shipped_quantity",
        name="moved_within_quantity",
    ),
    sa.Index("ix_order_line_variant_id", "variant_id"),
)
order_timeline = sa.Table(
    "order_timeline",
    metadata,
    sa.Column("order_id", Id(), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Utc(), nullable=False),
    sa.Column("kind", Code(40), nullable=False),
    sa.Column("status", Code(20), nullable=False),
    sa.Column("actor_kind", Code(10), nullable=False),
    sa.Column("actor_id", Code(64), nullable=False),
    sa.Column("detail", Json(), nullable=False),
)
lookup_failure = sa.Table(
    "lookup_failure",
    metadata,
    sa.Column("subject", Code(64), primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("most", sa.Integer, nullable=False),
    sa.Column("began_at", Utc(), nullable=False),
    sa.CheckConstraint("failures BETWEEN 0 AND most", name="failures_within_most"),
    sa.Index("ix_lookup_failure_began_at", "began_at"),
)
order_number_block = sa.Table(
    "order_number_block",
    metadata,
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("next_number", sa.BigInteger, nullable=False),
)
# Orders whose buyer is no longer named. The order itself is a document of a sale and stays.
anonymised_order = sa.Table(
    "anonymised_order",
    metadata,
    sa.Column("order_id", Id(), primary_key=True),
    sa.Column("at", Utc(), nullable=False),
)
