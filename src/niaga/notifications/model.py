"""A letter as a few kinds of blocks, the same for its text and its HTML, so that the two never say different things."""

from enum import StrEnum

import msgspec


class Look(StrEnum):
    """How a fact or a paragraph is shown."""

    PLAIN = "plain"
    STRONG = "strong"
    CODE = "code"
    QUIET = "quiet"


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """Running text."""

    text: str
    look: Look = Look.PLAIN


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled value. `marked` are its last characters, which the reader must not miss."""

    label: str
    value: str
    marked: str = ""
    look: Look = Look.PLAIN


class Facts(msgspec.Struct, frozen=True, tag="facts"):
    """Labelled values under a title; `framed` sets them apart as what the reader came for."""

    title: str
    rows: tuple[Fact, ...]
    framed: bool = False


class GoodsLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of what was ordered; `count` is how many at which price."""

    name: str
    options: str
    count: str
    amount: str


class Sum(msgspec.Struct, frozen=True, kw_only=True):
    """One line below the goods."""

    label: str
    amount: str
    strong: bool = False


class Goods(msgspec.Struct, frozen=True, tag="goods"):
    """What was ordered, and how it adds up."""

    title: str
    lines: tuple[GoodsLine, ...]
    sums: tuple[Sum, ...]


class Button(msgspec.Struct, frozen=True, tag="button"):
    """A link to follow."""

    label: str
    url: str = ""


Block = Paragraph | Facts | Goods | Button


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One mail before it is rendered. `preview` is what inboxes show beside the subject."""

    language: str
    subject: str
    preview: str
    heading: str
    blocks: tuple[Block, ...]
    shop: str
    footer: str
