"""The door of privacy: consents that others ask for, and what housekeeping forgets."""

from niaga.privacy.actions import has_consented, purge_consents
from niaga.privacy.model import Purpose

__all__ = ["Purpose", "has_consented", "purge_consents"]
