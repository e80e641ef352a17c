"""The table of docs/access.md is the one that the program uses."""

from tests.support.access import MANUAL, read_manual

from niaga.accounts.model import Permission
from niaga.accounts.rules.permissions import NEEDS_SECOND_FACTOR, PERMISSIONS


def test_the_manual_tells_what_each_role_may_do():
    assert read_manual().roles == {role.value: permissions for role, permissions in PERMISSIONS.items()}


def test_the_manual_tells_what_needs_a_second_factor():
    assert read_manual().strong == NEEDS_SECOND_FACTOR


def test_the_manual_explains_every_permission():
    text = MANUAL.read_text(encoding="utf-8")
    assert read_manual().permissions == set(Permission)
    assert [one for one in Permission if text.count(f"\n| `{one.value}` |") != 2] == []
