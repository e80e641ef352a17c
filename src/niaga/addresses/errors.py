"""What address books refuse."""

from dataclasses import dataclass

from niaga.foundation.errors import Kind, NiagaError


@dataclass(eq=False)
class AddressBookFull(NiagaError):
    """An address book holds {most} addresses; delete one first."""

    kind = Kind.CONFLICT
    code = "addresses.book_full"

    most: int


@dataclass(eq=False)
class AddressStale(NiagaError):
    """This address was changed meanwhile; read it again."""

    kind = Kind.STALE
    code = "addresses.stale"
