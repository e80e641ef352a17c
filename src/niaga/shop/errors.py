"""What the shop refuses."""

from dataclasses import dataclass

from niaga.foundation.errors import FieldProblem, Kind, NiagaError


@dataclass(eq=False)
class SettingsStale(NiagaError):
    """The settings were changed by somebody else; read them again and repeat your change."""

    kind = Kind.STALE
    code = "shop.settings_stale"


@dataclass(eq=False)
class ShopNotReady(NiagaError):
    """The shop cannot take orders yet."""

    kind = Kind.CONFLICT
    code = "shop.not_ready"

    reasons: tuple[FieldProblem, ...]

    def facts(self) -> dict[str, object]:
        return {}

    def problems(self) -> list[FieldProblem]:
        return list(self.reasons)
