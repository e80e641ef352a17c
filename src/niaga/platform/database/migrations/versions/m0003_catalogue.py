"""Tables of: catalogue."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_index, create_table
from niaga.platform.database.types import Code, Id, Json, Rupiah, Utc

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    _categories_and_products()
    _variants()
    _found_by()


def _categories_and_products() -> None:
    create_table(
        "category",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("slug", Code(120), nullable=False),
        sa.Column("name", Json(), nullable=False),
        sa.Column("parent_id", Id()),
        sa.Column("position", sa.Integer, nullable=False),
        sa.UniqueConstraint("slug", name="uq_category_slug"),
    )
    create_table(
        "product",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("slug", Code(120), nullable=False),
        sa.Column("name", Json(), nullable=False),
        sa.Column("description", Json(), nullable=False),
        sa.Column("category_id", Id()),
        sa.Column("attributes", Json(), nullable=False),
        sa.Column("images", Json(), nullable=False),
        sa.Column("image_url", Code(500), nullable=False),
        sa.Column("published", sa.Boolean, nullable=False),
        sa.Column("listed", sa.Boolean, nullable=False),
        sa.Column("price_min", Rupiah(), nullable=False),
        sa.Column("price_max", Rupiah(), nullable=False),
        sa.Column("currency", Code(3), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("metadata", Json(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.UniqueConstraint("slug", name="uq_product_slug"),
        sa.CheckConstraint("price_min >= 0 AND price_max >= price_min", name="ck_product_price_range"),
    )
    create_index("ix_product_listed_id", "product", ["listed", "id"])
    create_index("ix_product_listed_price_min_id", "product", ["listed", "price_min", "id"])
    create_index("ix_product_category_id_listed_id", "product", ["category_id", "listed", "id"])


def _variants() -> None:
    create_table(
        "variant",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("product_id", Id(), nullable=False),
        sa.Column("sku", Code(64), nullable=False),
        sa.Column("name", Json(), nullable=False),
        sa.Column("options", Json(), nullable=False),
        sa.Column("price", Rupiah(), nullable=False),
        sa.Column("compare_at_price", Rupiah()),
        sa.Column("currency", Code(3), nullable=False),
        sa.Column("weight_grams", sa.Integer, nullable=False),
        sa.Column("length_mm", sa.Integer, nullable=False),
        sa.Column("width_mm", sa.Integer, nullable=False),
        sa.Column("height_mm", sa.Integer, nullable=False),
        sa.Column("published", sa.Boolean, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.UniqueConstraint("sku", name="uq_variant_sku"),
        sa.CheckConstraint("price >= 0", name="ck_variant_price_not_negative"),
        sa.CheckConstraint("compare_at_price > price", name="ck_variant_compare_at_price_above_price"),
        sa.CheckConstraint("weight_grams > 0", name="ck_variant_weight_above_zero"),
        sa.CheckConstraint("length_mm > 0 AND width_mm > 0 AND height_mm > 0", name="ck_variant_measures_above_zero"),
    )
    create_index("ix_variant_product_id_position", "variant", ["product_id", "position"])


def _found_by() -> None:
    create_table(
        "search_term",
        sa.Column("product_id", Id(), primary_key=True),
        sa.Column("term", Code(41), primary_key=True),
        sa.Column("weight", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    create_index("ix_search_term_term_weight_product_id", "search_term", ["term", "weight", "product_id"])
    create_table(
        "product_attribute",
        sa.Column("product_id", Id(), primary_key=True),
        sa.Column("name", Code(40), primary_key=True),
        sa.Column("value", Code(80), primary_key=True),
        sa.Column("counted", sa.Boolean, nullable=False),
        sa.Column("label", Json(), nullable=False),
        sqlite_with_rowid=False,
    )
    create_index("ix_product_attribute_name_value_product_id", "product_attribute", ["name", "value", "product_id"])
