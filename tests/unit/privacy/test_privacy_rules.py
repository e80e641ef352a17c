"""Terms, consents and reports as plain decisions."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from niaga.platform.language import translate
from niaga.privacy.model import Breach, Channel, ConsentEntry, PrivacyRequest, Purpose, RequestKind, RequestStatus
from niaga.privacy.rules import PURPOSES, SCHEDULE, due_at, is_overdue, missing_in_report, standing

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def said(number: int, purpose: Purpose, *, given: bool, version: str | None = None) -> ConsentEntry:
    return ConsentEntry(
        id=f"{number:026}",
        purpose=purpose,
        given=given,
        text_version=version or PURPOSES[purpose].version,
        channel=Channel.API,
        at=NOON,
    )


def stands(*entries: ConsentEntry) -> dict[Purpose, bool]:
    return {one.purpose: one.given for one in standing(entries)}


def test_silence_is_no_consent():
    assert stands() == dict.fromkeys(Purpose, False)


def test_the_last_word_counts_for_its_purpose_alone():
    first = said(1, Purpose.MARKETING_EMAIL, given=True)
    assert stands(first)[Purpose.MARKETING_EMAIL]
    assert not stands(first)[Purpose.MARKETING_WHATSAPP]
    assert not stands(said(2, Purpose.MARKETING_EMAIL, given=False), first)[Purpose.MARKETING_EMAIL]


def test_consent_to_an_old_text_is_none_to_the_present_one():
    assert not stands(said(1, Purpose.PERSONAL_OFFERS, given=True, version="2020-01"))[Purpose.PERSONAL_OFFERS]


@pytest.mark.parametrize(
    ("hours", "status", "late"),
    [(72, RequestStatus.OPEN, False), (73, RequestStatus.OPEN, True), (73, RequestStatus.DONE, False)],
)
def test_a_request_is_late_after_three_days(hours: int, status: RequestStatus, late: bool):  # noqa: FBT001
    request = PrivacyRequest(
        id="p",
        kind=RequestKind.ACCESS,
        status=status,
        customer_id=None,
        contact="",
        message="",
        outcome="",
        received_at=NOON,
        due_at=due_at(NOON),
        closed_at=None,
        version=1,
    )
    assert is_overdue(request, NOON + timedelta(hours=hours)) is late


def test_a_notice_says_what_the_law_asks_for():
    known = Breach(
        id="b",
        noticed_at=NOON,
        began_at=NOON,
        ended_at=None,
        data_exposed="names",
        how="a lost laptop",
        handling="locked",
        recovery="new keys",
        people_affected=None,
        report_due_at=due_at(NOON),
        authority_told_at=None,
        people_told_at=None,
        closed_at=None,
        version=1,
    )
    assert missing_in_report(known) == []
    for name in ("data_exposed", "how", "handling", "recovery"):
        assert missing_in_report(msgspec.structs.replace(known, **{name: ""})) == [name]
    assert missing_in_report(msgspec.structs.replace(known, began_at=None)) == ["began_at"]


def test_every_text_that_people_agree_to_speaks_indonesian():
    texts = [one.text for one in PURPOSES.values()]
    texts += [text for one in SCHEDULE for text in (one.what, one.kept, one.why)]
    assert not [text for text in texts if translate(text, "id") == text]
