"""What payments refuse."""

from dataclasses import dataclass

from niaga.foundation.errors import FieldProblem, Kind, NiagaError


@dataclass(eq=False)
class TransferCodesExhausted(NiagaError):
    """Too many transfers of this amount are open on this bank account; please choose another account or try later."""

    kind = Kind.CONFLICT
    code = "payments.transfer_codes_exhausted"


@dataclass(eq=False)
class Underpaid(NiagaError):
    """{received} came in, but {due} is due; the payment stays open until the rest has arrived."""

    kind = Kind.CONFLICT
    code = "payments.underpaid"
    amounts = frozenset({"received", "due"})

    received: int
    due: int


@dataclass(eq=False)
class MethodUnavailable(NiagaError):
    """This payment method is not available: {reason}."""

    kind = Kind.INVALID
    code = "payments.method_unavailable"

    path: str
    reason: str

    def problems(self) -> list[FieldProblem]:
        return [FieldProblem(self.path, self.code, self.template(), {"reason": self.reason})]
