"""The table of the shop's settings: one row a setting; the row `version` counts the changes and guards them."""

import sqlalchemy as sa

from niaga.platform.database import Code, PartlySealed, metadata

shop_setting = sa.Table(
    "shop_setting",
    metadata,
    sa.Column("key", Code(40), primary_key=True),
    sa.Column("value", PartlySealed(), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
