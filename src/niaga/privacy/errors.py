"""What privacy refuses."""

from dataclasses import dataclass

from niaga.foundation.errors import FieldProblem, Kind, NiagaError


@dataclass(eq=False)
class OrdersUnderWay(NiagaError):
    """There are {count} orders under way; an account is erased when they are over."""

    kind = Kind.CONFLICT
    code = "privacy.orders_under_way"

    count: int
    numbers: tuple[str, ...]


@dataclass(eq=False)
class RequestClosed(NiagaError):
    """This request was closed before."""

    kind = Kind.CONFLICT
    code = "privacy.request_closed"


@dataclass(eq=False)
class BreachStale(NiagaError):
    """Somebody changed this entry in the meantime; read it again."""

    kind = Kind.STALE
    code = "privacy.breach_stale"


@dataclass(eq=False)
class ReportIncomplete(NiagaError):
    """The notice of a breach must say which data, since when, how, and what was done; something of it is missing."""

    kind = Kind.CONFLICT
    code = "privacy.report_incomplete"

    missing: tuple[str, ...]

    def problems(self) -> list[FieldProblem]:
        return [FieldProblem(name, self.code, "This is not filled yet.") for name in self.missing]


@dataclass(eq=False)
class TooManyRequests(NiagaError):
    """There are {most} open requests of yours; we answer them first."""

    kind = Kind.CONFLICT
    code = "privacy.too_many_requests"

    most: int
