"""What accounts refuses."""

from dataclasses import dataclass

from niaga.foundation.errors import FieldProblem, Kind, NiagaError


@dataclass(eq=False)
class StaffKnown(NiagaError):
    """This person already works here as {role}."""

    kind = Kind.CONFLICT
    code = "accounts.staff_known"

    role: str


@dataclass(eq=False)
class KeyUnknown(NiagaError):
    """There is no such key, or it was revoked before."""

    kind = Kind.NOT_FOUND
    code = "accounts.key_unknown"


@dataclass(eq=False)
class BeyondYourRights(NiagaError):
    """You may not give or take away {permission}: you do not hold it yourself."""

    kind = Kind.FORBIDDEN
    code = "accounts.beyond_your_rights"

    permission: str


@dataclass(eq=False)
class StrongerSignInRequired(NiagaError):
    """Your role includes {permission}, but it takes a sign-in with a second factor."""

    kind = Kind.FORBIDDEN
    code = "accounts.stronger_sign_in_required"

    permission: str


@dataclass(eq=False)
class StaffStale(NiagaError):
    """Somebody changed this person meanwhile; read again."""

    kind = Kind.STALE
    code = "accounts.staff_stale"


@dataclass(eq=False)
class LastOwner(NiagaError):
    """This is the shop's last owner; make somebody else an owner first."""

    kind = Kind.CONFLICT
    code = "accounts.last_owner"


@dataclass(eq=False)
class InvitationUnknown(NiagaError):
    """This invitation was used, has ended or never was; ask for another one."""

    kind = Kind.GONE
    code = "accounts.invitation_unknown"


@dataclass(eq=False)
class RoleNameTaken(NiagaError):
    """There is a role of this name already."""

    kind = Kind.CONFLICT
    code = "accounts.role_name_taken"


@dataclass(eq=False)
class RoleStale(NiagaError):
    """Somebody changed this role meanwhile; read again."""

    kind = Kind.STALE
    code = "accounts.role_stale"


@dataclass(eq=False)
class RoleInUse(NiagaError):
    """Somebody has this role; give them another one first."""

    kind = Kind.CONFLICT
    code = "accounts.role_in_use"


@dataclass(eq=False)
class KeysFull(NiagaError):
    """You have {most} keys already; revoke one first."""

    kind = Kind.CONFLICT
    code = "accounts.keys_full"

    most: int


@dataclass(eq=False)
class SecondFactorRequired(NiagaError):
    """Give the code of your authenticator app, or a recovery code, as well."""

    kind = Kind.UNAUTHENTICATED
    code = "accounts.second_factor_required"


@dataclass(eq=False)
class SecondFactorWrong(NiagaError):
    """This code is wrong or was used before."""

    kind = Kind.UNAUTHENTICATED
    code = "accounts.second_factor_wrong"


@dataclass(eq=False)
class SignInAgain(NiagaError):
    """Sign in again first: this needs a sign-in of the last {minutes} minutes."""

    kind = Kind.FORBIDDEN
    code = "accounts.sign_in_again"

    minutes: int


@dataclass(eq=False)
class TotpOn(NiagaError):
    """An authenticator app is set up already; take it away first."""

    kind = Kind.CONFLICT
    code = "accounts.totp_on"


@dataclass(eq=False)
class TotpOff(NiagaError):
    """No authenticator app is set up."""

    kind = Kind.CONFLICT
    code = "accounts.totp_off"


@dataclass(eq=False)
class PasskeyRefused(NiagaError):
    """This passkey could not be verified; try again."""

    kind = Kind.INVALID
    code = "accounts.passkey_refused"


@dataclass(eq=False)
class PasskeyUnknown(NiagaError):
    """This passkey opens nothing here."""

    kind = Kind.UNAUTHENTICATED
    code = "accounts.passkey_unknown"


@dataclass(eq=False)
class PasskeysFull(NiagaError):
    """There are {most} passkeys already; take one away first."""

    kind = Kind.CONFLICT
    code = "accounts.passkeys_full"

    most: int


@dataclass(eq=False)
class SignInFailed(NiagaError):
    """Address and password do not belong together."""

    kind = Kind.UNAUTHENTICATED
    code = "accounts.sign_in_failed"


@dataclass(eq=False)
class PasswordWrong(NiagaError):
    """This is not your present password."""

    kind = Kind.FORBIDDEN
    code = "accounts.password_wrong"


@dataclass(eq=False)
class CodeWrong(NiagaError):
    """This code is wrong, was used before, or is over; ask for a new one."""

    kind = Kind.INVALID
    code = "accounts.code_wrong"

    def problems(self) -> list[FieldProblem]:
        return [FieldProblem("code", self.code, self.template())]


@dataclass(eq=False)
class AddressTaken(NiagaError):
    """There is an account with this address already; sign in."""

    kind = Kind.CONFLICT
    code = "accounts.address_taken"


@dataclass(eq=False)
class CustomerStale(NiagaError):
    """Your account was changed meanwhile; read it again and repeat your change."""

    kind = Kind.STALE
    code = "accounts.customer_stale"


@dataclass(eq=False)
class ForeignSignInFailed(NiagaError):
    """Signing in with this provider did not work; try again, or sign in another way."""

    kind = Kind.UNAUTHENTICATED
    code = "accounts.foreign_sign_in_failed"

    provider: str


@dataclass(eq=False)
class ForeignSignInUnproven(NiagaError):
    """The provider does not say that your e-mail address is proven; sign up with the address instead."""

    kind = Kind.UNAUTHENTICATED
    code = "accounts.foreign_sign_in_unproven"


@dataclass(eq=False)
class ProviderUnreachable(NiagaError):
    """The provider does not answer; try again in a moment, or sign in another way."""

    kind = Kind.UNAVAILABLE
    code = "accounts.provider_unreachable"
