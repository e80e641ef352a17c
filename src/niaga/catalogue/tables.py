"""Tables of the catalogue. Read by `browse` too; written here alone.

`product.listed`, `price_min` and `price_max` follow from the published variants; `search_term` and `product_attribute`
follow from the texts. They are derived so that a list reads one index.
"""

import sqlalchemy as sa

from niaga.platform.database import Code, Id, Json, Rupiah, Utc, metadata

category = sa.Table(
    "category",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("slug", Code(120), nullable=False),
    sa.Column("name", Json(), nullable=False),
    sa.Column("parent_id", Id()),
    sa.Column("position", sa.Integer, nullable=False),
    sa.UniqueConstraint("slug"),
)
product = sa.Table(
    "product",
    metadata,
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
    sa.UniqueConstraint("slug"),
    sa.CheckConstraint("price_min >= 0 AND price_max >= price_min", name="price_range"),
    sa.Index("ix_product_listed_id", "listed", "id"),
    sa.Index("ix_product_listed_price_min_id", "listed", "price_min", "id"),
    sa.Index("ix_product_category_id_listed_id", "category_id", "listed", "id"),
)
variant = sa.Table(
    "variant",
    metadata,
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
    sa.UniqueConstraint("sku"),
    sa.CheckConstraint("price >= 0", name="price_not_negative"),
    sa.CheckConstraint("compare_at_price > price", name="compare_at_price_above_price"),
    sa.CheckConstraint("weight_grams > 0", name="weight_above_zero"),
    sa.CheckConstraint("length_mm > 0 AND width_mm > 0 AND height_mm > 0", name="measures_above_zero"),
    sa.Index("ix_variant_product_id_position", "product_id", "position"),
)
search_term = sa.Table(
    "search_term",
    metadata,
    sa.Column("product_id", Id(), primary_key=True),
    sa.Column("term", Code(41), primary_key=True),
    sa.Column("weight", sa.Integer, nullable=False),
    # The best products of a term stand together, so that a word which half the shop has costs no more than any other.
    sa.Index("ix_search_term_term_weight_product_id", "term", "weight", "product_id"),
    sqlite_with_rowid=False,
)
product_attribute = sa.Table(
    "product_attribute",
    metadata,
    sa.Column("product_id", Id(), primary_key=True),
    sa.Column("name", Code(40), primary_key=True),
    sa.Column("value", Code(80), primary_key=True),
    # A value is filed under its code and under its words in both languages; facets count the code alone.
    sa.Column("counted", sa.Boolean, nullable=False),
    sa.Column("label", Json(), nullable=False),
    sa.Index("ix_product_attribute_name_value_product_id", "name", "value", "product_id"),
    sqlite_with_rowid=False,
)
