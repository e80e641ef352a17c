"""Changing the settings: judged, guarded by their version, audited by name without values."""

import msgspec

from niaga.platform.audit import Actor, record_audit
from niaga.platform.database import GuardRefused, Transaction, bump_revision
from niaga.shop import store
from niaga.shop.errors import SettingsStale
from niaga.shop.model import SettingsPatch, ShopSettings
from niaga.shop.ports import Places
from niaga.shop.queries import SCOPE, read_settings
from niaga.shop.rules import changed_names, changed_settings


def change_settings(
    tx: Transaction, actor: Actor, patch: SettingsPatch, if_version: int | None, *, places: Places
) -> ShopSettings:
    """Change some settings and return all of them. A change that changes nothing keeps the version.

    `if_version` is the version that the caller has seen (None: whatever stands there). Raises SettingsStale when it is
    another by now, InvalidFields with every field that breaks a rule.
    """
    before = read_settings(tx)
    if if_version is not None and if_version != before.version:
        raise SettingsStale
    after = changed_settings(before, patch, places)
    names = changed_names(before, after)
    if not names:
        return before
    if not store.take_version(tx, before.version):
        raise GuardRefused("change settings", 1, 0)
    after = msgspec.structs.replace(after, version=before.version + 1)
    store.write_values(tx, {name: getattr(after, name) for name in names}, after.version)
    bump_revision(tx, SCOPE)
    record_audit(
        tx, actor, action="settings.changed", subject_type="settings", subject_id="shop", detail={"changed": names}
    )
    return after
