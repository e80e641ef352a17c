"""Tables of orders, payments and the ledger."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_index, create_table, refuse_changes
from niaga.platform.database.types import Code, Encrypted, Id, Json, Rupiah, Text, Utc

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables."""
    _orders()
    _lines_and_timeline()
    _payments()
    _ledger()


def _orders() -> None:
    create_table(
        "customer_order",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("number", Code(30), nullable=False),
        sa.Column("channel", Code(30), nullable=False),
        sa.Column("external_number", Code(80)),
        sa.Column("status", Code(20), nullable=False),
        sa.Column("cancel_reason", Code(20)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("token_version", sa.Integer, nullable=False),
        sa.Column("language", Code(2), nullable=False),
        *(
            sa.Column(name, Rupiah(), nullable=False)
            for name in (
                "subtotal", "discount", "shipping_amount", "insurance_amount", "cod_fee", "tax", "tax_included", "total",
            )
        ),
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
        sa.UniqueConstraint("number", name="uq_customer_order_number"),
        sa.UniqueConstraint("channel", "external_number", name="uq_customer_order_channel_external_number"),
        sa.CheckConstraint(
            "total = subtotal - discount + shipping_amount + insurance_amount + cod_fee + tax",
            name="ck_customer_order_total_adds_up",
        ),
        sa.CheckConstraint("total >= 0", name="ck_customer_order_total_not_negative"),
    )  # fmt: skip
    create_index("ix_customer_order_status", "customer_order", ["status", "id"])


def _lines_and_timeline() -> None:
    create_table(
        "order_line",
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
        sa.CheckConstraint("quantity > 0 AND amount = unit_price * quantity", name="ck_order_line_amount_adds_up"),
        sa.CheckConstraint(
            "shipped_quantity BETWEEN 0 AND quantity AND returned_quantity BETWEEN 0 AND shipped_quantity",
            name="ck_order_line_moved_within_quantity",
        ),
    )
    create_index("ix_order_line_variant_id", "order_line", ["variant_id"])
    create_table(
        "order_timeline",
        sa.Column("order_id", Id(), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("kind", Code(40), nullable=False),
        sa.Column("status", Code(20), nullable=False),
        sa.Column("actor_kind", Code(10), nullable=False),
        sa.Column("actor_id", Code(64), nullable=False),
        sa.Column("detail", Json(), nullable=False),
    )
    create_table(
        "order_number_block",
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("next_number", sa.BigInteger, nullable=False),
    )


def _payments() -> None:
    create_table(
        "payment",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("order_id", Id(), nullable=False),
        sa.Column("method", Code(30), nullable=False),
        sa.Column("account", Code(40), nullable=False),
        sa.Column("status", Code(20), nullable=False),
        sa.Column("amount", Rupiah(), nullable=False),
        sa.Column("unique_code", Rupiah(), nullable=False),
        sa.Column("currency", Code(3), nullable=False),
        sa.Column("instructions", Encrypted(), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("expires_at", Utc()),
        sa.Column("settled_at", Utc()),
        sa.Column("received_amount", Rupiah()),
        sa.Column("received_at", Utc()),
        sa.Column("note", Text(), nullable=False),
        sa.UniqueConstraint("order_id", name="uq_payment_order_id"),
        sa.CheckConstraint("amount >= unique_code AND unique_code >= 0", name="ck_payment_amount_includes_code"),
    )
    create_table(
        "payment_slot",
        sa.Column("account", Code(40), primary_key=True),
        sa.Column("amount_due", Rupiah(), primary_key=True, autoincrement=False),
        sa.Column("payment_id", Id(), nullable=False),
        sa.Column("kept_until_at", Utc()),
    )
    create_index("ix_payment_slot_payment_id", "payment_slot", ["payment_id"])
    create_index("ix_payment_slot_kept_until_at", "payment_slot", ["kept_until_at"])


def _ledger() -> None:
    create_table(
        "ledger_transfer",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("source_type", Code(40), nullable=False),
        sa.Column("source_id", Code(64), nullable=False),
        sa.Column("kind", Code(40), nullable=False),
        sa.Column("debit_account", Code(60), nullable=False),
        sa.Column("credit_account", Code(60), nullable=False),
        sa.Column("amount", Rupiah(), nullable=False),
        sa.Column("currency", Code(3), nullable=False),
        sa.Column("posted_at", Utc(), nullable=False),
        sa.UniqueConstraint("source_type", "source_id", "kind", name="uq_ledger_transfer_source"),
        sa.CheckConstraint("amount > 0", name="ck_ledger_transfer_amount_positive"),
        sa.CheckConstraint("debit_account <> credit_account", name="ck_ledger_transfer_two_accounts"),
    )
    refuse_changes("ledger_transfer")
