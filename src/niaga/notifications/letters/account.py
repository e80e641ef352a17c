"""Letters about an account: codes, and news that its owner should know of. No letter holds a link that opens anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from niaga.notifications.letters.parts import contact_line
from niaga.notifications.model import Block, Fact, Facts, Letter, Look, Paragraph
from niaga.platform.dates import moment_text
from niaga.platform.language import translate
from niaga.platform.mail.message import one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from niaga.platform.language import Language
    from niaga.shop.public import ShopSettings

KNOWN = "account.known"
PASSWORD_CHANGED = "account.password_changed"  # noqa: S105 - the name of a letter
ADDRESS_CHANGED = "account.address_changed"
SIGNED_IN = "account.signed_in"
INVITATION = "staff.invitation"
CODE_KINDS = {
    "sign_up": "code.sign_up",
    "reset": "code.password_reset",
    "email": "code.new_email",
    "phone": "code.new_phone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNews:
    """What happened to an account, when, and how its shop is called. `device` is told of a sign-in alone."""

    shop: ShopSettings
    language: Language
    at: datetime
    code: str = ""
    device: str = ""


def sign_up_code(news: AccountNews) -> Letter:
    """The code that makes an account."""
    why = translate("With this code you confirm your address and open your account at {shop}.", **_shop(news))
    return _code(news, translate("Your code for {shop}", **_shop(news)), why)


def reset_code(news: AccountNews) -> Letter:
    """The code that stands for a forgotten password."""
    why = translate("With this code you choose a new password at {shop}.", **_shop(news))
    return _code(news, translate("Your code for a new password at {shop}", **_shop(news)), why)


def new_email_code(news: AccountNews) -> Letter:
    """The code that makes an e-mail address an account's."""
    why = translate("With this code this e-mail address becomes the one of your account at {shop}.", **_shop(news))
    return _code(news, translate("Your code for {shop}", **_shop(news)), why)


def new_phone_code(news: AccountNews) -> Letter:
    """The code that makes a phone number an account's."""
    why = translate("With this code this phone number becomes the one of your account at {shop}.", **_shop(news))
    return _code(news, translate("Your code for {shop}", **_shop(news)), why)


def known(news: AccountNews) -> Letter:
    """Somebody signed up with an address that has an account."""
    language = news.language
    text = translate(
        "Somebody, perhaps you, asked for an account at {shop} with this address. You have one already: sign in with it, "
        "or choose a new password if you forgot it.",
        **_shop(news),
    )
    quiet = translate("If it was not you, nothing has happened and you need not do anything.", language)
    return _letter(
        news,
        subject=translate("You have an account at {shop} already", **_shop(news)),
        heading=translate("You have an account already", language),
        blocks=[Paragraph(text), Paragraph(quiet, Look.QUIET)],
    )


def password_changed(news: AccountNews) -> Letter:
    """The account has another password."""
    text = translate("The password of your account at {shop} was changed on {moment}.", **_shop(news), **_moment(news))
    ended = translate("Every device was signed out.", news.language)
    return _notice(news, translate("Your password was changed", news.language), f"{text} {ended}")


def address_changed(news: AccountNews) -> Letter:
    """To the former address: the account has another one."""
    text = translate(
        "The address of your account at {shop} was changed on {moment}: this one no longer belongs to it.",
        **_shop(news),
        **_moment(news),
    )
    return _notice(news, translate("The address of your account was changed", news.language), text)


def signed_in(news: AccountNews) -> Letter:
    """Somebody signed in with a device that was not seen before."""
    text = translate(
        "Somebody signed in to your account at {shop} on {moment}, with a device that was not used for it before.",
        **_shop(news),
        **_moment(news),
    )
    device = one_line(news.device) or translate("It did not say what it is.", news.language)
    rows = (Fact(label=translate("Device", news.language), value=device),)
    return _notice(news, translate("A new device signed in", news.language), text, Facts("", rows, framed=True))


def invitation(news: AccountNews) -> Letter:
    """Somebody is asked to work in the shop, or to choose another password for it."""
    language = news.language
    text = translate("You can work at {shop}: with this invitation you choose your password.", **_shop(news))
    rows = (Fact(label=translate("Your invitation", language), value=news.code, look=Look.CODE),)
    care = translate("It works once, within a week. Show it to nobody: it opens the shop's back door.", language)
    unasked = translate("If you do not know of this, you need not do anything.", language)
    return _letter(
        news,
        subject=translate("Your invitation to work at {shop}", **_shop(news)),
        heading=translate("Your invitation", language),
        preview=text,
        blocks=[Paragraph(text), Facts("", rows, framed=True), Paragraph(care), Paragraph(unasked, Look.QUIET)],
    )


CODES: dict[str, Callable[[AccountNews], Letter]] = {
    "sign_up": sign_up_code,
    "reset": reset_code,
    "email": new_email_code,
    "phone": new_phone_code,
}


def _code(news: AccountNews, subject: str, why: str) -> Letter:
    language = news.language
    rows = (Fact(label=translate("Your code", language), value=news.code, look=Look.STRONG),)
    care = translate(
        "It works once, within ten minutes. Nobody from the shop will ever ask you for it: tell it to no one.", language
    )
    unasked = translate("If you did not ask for it, you need not do anything.", language)
    return _letter(
        news,
        subject=subject,
        heading=translate("Your code", language),
        preview=why,
        blocks=[Paragraph(why), Facts("", rows, framed=True), Paragraph(care), Paragraph(unasked, Look.QUIET)],
    )


def _notice(news: AccountNews, heading: str, text: str, *more: Block) -> Letter:
    advice = translate(
        "If it was not you, choose a new password at once (“Forgot your password?” on the page where you sign in) and "
        "write to the shop.",
        news.language,
    )
    return _letter(
        news,
        subject=f"{heading} - {news.shop.name}",
        heading=heading,
        blocks=[Paragraph(text), *more, Paragraph(advice)],
    )


def _letter(news: AccountNews, *, subject: str, heading: str, blocks: list[Block], preview: str = "") -> Letter:
    first = blocks[0]
    assert isinstance(first, Paragraph), "a letter begins with what it is about"
    return Letter(
        language=news.language.value,
        subject=one_line(subject),
        preview=one_line(preview or first.text),
        heading=one_line(heading),
        blocks=tuple(blocks),
        shop=one_line(news.shop.name),
        footer=contact_line(news.shop, news.language),
    )


def _shop(news: AccountNews) -> dict[str, str]:
    return {"language": news.language, "shop": one_line(news.shop.name)}


def _moment(news: AccountNews) -> dict[str, str]:
    return {"moment": moment_text(news.at, news.shop.zone, news.language)}
