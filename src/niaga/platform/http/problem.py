"""The shape of every refusal on the wire: RFC 9457, with a stable code and the fields at fault."""

from typing import Annotated

import msgspec
from msgspec import Meta

PROBLEM_TYPE = "application/problem+json"


class ProblemField(msgspec.Struct, kw_only=True):
    """One field that breaks a rule."""

    path: Annotated[
        str,
        Meta(
            description="Where it stands in the body, or the parameter's name.",
            examples=["lines[0].quantity"],
        ),
    ]
    code: Annotated[
        str,
        Meta(
            description="Stable and dotted; compare this, never the message.",
            examples=["request.too_small"],
        ),
    ]
    message: Annotated[
        str,
        Meta(
            description="For people, in the language asked for.",
            examples=["Must be at least 1."],
        ),
    ]


class Problem(msgspec.Struct, kw_only=True):
    """Why a request was refused. Some codes add members of their own, such as the lines that are sold out."""

    type: Annotated[str, Meta(description="Where this problem is explained.")]
    title: Annotated[str, Meta(description="What kind of problem it is, for people.")]
    status: Annotated[int, Meta(description="The HTTP status again.", ge=400, le=599)]
    detail: Annotated[str, Meta(description="What happened, for people, in the language asked for.")]
    code: Annotated[str, Meta(description="Stable and dotted; compare this, never the texts.")]
    errors: Annotated[
        list[ProblemField],
        Meta(description="The fields at fault; empty when no single field is."),
    ]
    trace_id: Annotated[
        str,
        Meta(
            description="Names this request in the shop's logs.",
            pattern=r"^[0-9a-f]{32}$(?!\n)",
        ),
    ]
