"""Which address somebody means: an e-mail address or a phone number, one of them, tidied."""

from niaga.accounts.model import Channel, Target, Ways
from niaga.accounts.rules.emails import normalised_email
from niaga.foundation.errors import invalid_field
from niaga.platform.phones import can_receive_codes, e164


def target_of(email: str | None, phone: str | None) -> Target:
    """The one that was given. Raises InvalidFields, also when there are both or none."""
    if email is not None and phone is None:
        return Target(channel=Channel.EMAIL, address=normalised_email(email))
    if phone is not None and email is None:
        return Target(channel=Channel.WHATSAPP, address=_number(phone))
    raise invalid_field("email", "accounts.one_address", "Give either an e-mail address or a phone number.")


def require_reachable(target: Target, ways: Ways) -> None:
    """Raises InvalidFields for what no code can be sent to: a landline, or what this shop has no means for."""
    if not ways.lead_to(target.channel):
        if target.channel is Channel.EMAIL:
            raise invalid_field("email", "accounts.no_way", "This shop sends no mail; give a phone number.")
        raise invalid_field("phone", "accounts.no_way", "This shop does not write to phones; give an e-mail address.")
    if target.channel is Channel.WHATSAPP and not can_receive_codes(target.address):
        message = "No code can be sent to this number; give an Indonesian mobile number, such as 0812-3456-7890."
        raise invalid_field("phone", "accounts.phone_without_messages", message)


def _number(text: str) -> str:
    number = e164(text)
    if number is None:
        raise invalid_field("phone", "request.bad_phone", "Write a phone number such as 0812-3456-7890.")
    return number
