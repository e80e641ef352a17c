"""The database: one portable text of SQL on SQLite, PostgreSQL and MariaDB, and the edge that runs it.

Actions are synchronous functions of an open `Transaction`, queries of a `Reader`; only `Database` begins and commits.
"""

from niaga.platform.database.edge import Database
from niaga.platform.database.engines import Engine
from niaga.platform.database.lanes import Lane
from niaga.platform.database.metadata import metadata
from niaga.platform.database.questions import Asked, Question, ask_all
from niaga.platform.database.revisions import SCOPES, bump_revision, read_revision, read_revisions
from niaga.platform.database.rowsets import Rowset, rowset
from niaga.platform.database.transaction import Reader, Transaction
from niaga.platform.database.types import Blind, Code, Encrypted, Id, Json, PartlySealed, Rupiah, Text, Utc
from niaga.platform.database.writes import GuardRefused, Write, WriteStatement, write_all

__all__ = [
    "SCOPES",
    "Asked",
    "Blind",
    "Code",
    "Database",
    "Encrypted",
    "Engine",
    "GuardRefused",
    "Id",
    "Json",
    "Lane",
    "PartlySealed",
    "Question",
    "Reader",
    "Rowset",
    "Rupiah",
    "Text",
    "Transaction",
    "Utc",
    "Write",
    "WriteStatement",
    "ask_all",
    "bump_revision",
    "metadata",
    "read_revision",
    "read_revisions",
    "rowset",
    "write_all",
]
