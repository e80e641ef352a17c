"""Tables of accounts. Names, addresses and numbers are sealed; keys, tokens and passwords are kept as hashes."""

import sqlalchemy as sa

from niaga.accounts.rules.emails import email_identity, target_identity
from niaga.platform.crypto import BlindIndex
from niaga.platform.database import Blind, Code, Encrypted, Id, Json, Text, Utc, metadata

STAFF_EMAIL = BlindIndex("staff.email_index")
CUSTOMER_EMAIL = BlindIndex("customer.email_index")
CUSTOMER_PHONE = BlindIndex("customer.phone_index")
VERIFICATION_TARGET = BlindIndex("verification.target_index")
FOREIGN_SUBJECT = BlindIndex("foreign_identity.subject_index")

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("email", Encrypted(), nullable=False),
    sa.Column("email_index", Blind(STAFF_EMAIL, of="email", canonical=email_identity), nullable=False),
    sa.Column("role", Code(20), nullable=False),
    sa.Column("created_at", Utc(), nullable=False),
    sa.Column("disabled_at", Utc()),
    sa.Column("name", Encrypted()),
    sa.Column("password_hash", Encrypted()),
    sa.Column("joined_at", Utc()),
    sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
    sa.UniqueConstraint("email_index", name="uq_staff_email_index"),
)

# A role that the shop made; the built-in ones are code, so that a new permission reaches them with the program.
role = sa.Table(
    "role",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("name", Code(20), nullable=False),
    sa.Column("permissions", Json(), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("created_at", Utc(), nullable=False),
    sa.UniqueConstraint("name", name="uq_role_name"),
)

api_key = sa.Table(
    "api_key",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("staff_id", Id(), nullable=False),
    sa.Column("key_hash", Code(64), nullable=False),
    sa.Column("created_at", Utc(), nullable=False),
    sa.Column("revoked_at", Utc()),
    sa.Column("last_used_at", Utc()),
    sa.Column("name", Text()),
    sa.Column("scopes", Json()),
    sa.Column("expires_at", Utc()),
    sa.UniqueConstraint("key_hash", name="uq_api_key_key_hash"),
    sa.Index("ix_api_key_staff_id", "staff_id"),
)

# Every address here is proven: a row appears when a code sent there came back. NULL where there is none, so UNIQUE holds
# for those that are.
customer = sa.Table(
    "customer",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("name", Encrypted(), nullable=False),
    sa.Column("email", Encrypted()),
    sa.Column("email_index", Blind(CUSTOMER_EMAIL, of="email", canonical=email_identity)),
    sa.Column("phone", Encrypted()),
    sa.Column("phone_index", Blind(CUSTOMER_PHONE, of="phone", canonical=str)),
    sa.Column("password_hash", Encrypted()),
    sa.Column("language", Code(2), nullable=False),
    sa.Column("metadata", Json(), nullable=False),
    sa.Column("created_at", Utc(), nullable=False),
    sa.Column("disabled_at", Utc()),
    sa.Column("erased_at", Utc()),
    sa.UniqueConstraint("email_index", name="uq_customer_email_index"),
    sa.UniqueConstraint("phone_index", name="uq_customer_phone_index"),
    sa.CheckConstraint(
        "email_index IS NOT NULL OR phone_index IS NOT NULL OR erased_at IS NOT NULL", name="can_be_reached"
    ),
    sa.CheckConstraint("version >= 1", name="version_from_one"),
)

# A sign-in by a buyer or by staff; the token is kept as its hash, the device's description sealed.
session = sa.Table(
    "session",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("holder_kind", Code(10), nullable=False),
    sa.Column("holder_id", Id(), nullable=False),
    sa.Column("token_hash", Code(64), nullable=False),
    sa.Column("proof", Code(20), nullable=False),
    sa.Column("device", Encrypted(), nullable=False),
    sa.Column("created_at", Utc(), nullable=False),
    sa.Column("seen_at", Utc(), nullable=False),
    sa.Column("expires_at", Utc(), nullable=False),
    sa.Column("revoked_at", Utc()),
    sa.UniqueConstraint("token_hash", name="uq_session_token_hash"),
    sa.Index("ix_session_holder", "holder_id", "holder_kind"),
    sa.Index("ix_session_expires_at", "expires_at"),
)

# A question put to an address: is this yours? The code itself is nowhere: it follows from id, issue and the keyring.
verification = sa.Table(
    "verification",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("purpose", Code(20), nullable=False),
    sa.Column("channel", Code(10), nullable=False),
    sa.Column("holder_id", Code(26), nullable=False),
    sa.Column("target_index", Blind(VERIFICATION_TARGET, of="target", canonical=target_identity), nullable=False),
    sa.Column("target", Encrypted(), nullable=False),
    sa.Column("wish", Encrypted()),
    sa.Column("language", Code(2), nullable=False),
    sa.Column("issue", sa.Integer, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("issued_at", Utc(), nullable=False),
    sa.Column("expires_at", Utc(), nullable=False),
    sa.Column("used_at", Utc()),
    sa.CheckConstraint("tries BETWEEN 0 AND 5", name="tries_within_bounds"),
    sa.CheckConstraint("issue >= 1", name="issue_from_one"),
    sa.Index("ix_verification_target", "target_index", "purpose"),
    sa.Index("ix_verification_expires_at", "expires_at"),
)

# A shared secret for codes that change every 30 s. `last_step` is the last one used: a code opens once.
totp = sa.Table(
    "totp",
    metadata,
    sa.Column("holder_kind", Code(10), primary_key=True),
    sa.Column("holder_id", Id(), primary_key=True),
    sa.Column("secret", Encrypted(), nullable=False),
    sa.Column("last_step", sa.BigInteger, nullable=False),
    sa.Column("created_at", Utc(), nullable=False),
    sa.Column("confirmed_at", Utc()),
)

# What opens once when the phone is lost: 80 random bits, as a hash.
recovery_code = sa.Table(
    "recovery_code",
    metadata,
    sa.Column("code_index", Code(64), primary_key=True),
    sa.Column("holder_kind", Code(10), nullable=False),
    sa.Column("holder_id", Id(), nullable=False),
    sa.Column("created_at", Utc(), nullable=False),
    sa.Column("used_at", Utc()),
    sa.Index("ix_recovery_code_holder", "holder_id", "holder_kind"),
)

# A public key of an authenticator. `credential_index` is the SHA-256 of its id, which may be a kilobyte long.
passkey = sa.Table(
    "passkey",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("holder_kind", Code(10), nullable=False),
    sa.Column("holder_id", Id(), nullable=False),
    sa.Column("credential_index", Code(64), nullable=False),
    sa.Column("credential", Text(), nullable=False),
    sa.Column("public_key", Text(), nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("name", Encrypted(), nullable=False),
    sa.Column("created_at", Utc(), nullable=False),
    sa.Column("last_used_at", Utc()),
    sa.UniqueConstraint("credential_index", name="uq_passkey_credential_index"),
    sa.Index("ix_passkey_holder", "holder_id", "holder_kind"),
)

# A question that an authenticator signs, or a visit to another's sign-in: open for minutes, answered once.
challenge = sa.Table(
    "challenge",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("purpose", Code(20), nullable=False),
    sa.Column("holder_kind", Code(10), nullable=False),
    sa.Column("holder_id", Code(26), nullable=False),
    sa.Column("content", Encrypted(), nullable=False),
    sa.Column("expires_at", Utc(), nullable=False),
    sa.Index("ix_challenge_expires_at", "expires_at"),
)

# Whom another's sign-in stands for here. `subject` is the provider and its name for her.
foreign_identity = sa.Table(
    "foreign_identity",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("subject", Encrypted(), nullable=False),
    sa.Column("subject_index", Blind(FOREIGN_SUBJECT, of="subject", canonical=str), nullable=False),
    sa.Column("customer_id", Id(), nullable=False),
    sa.Column("created_at", Utc(), nullable=False),
    sa.UniqueConstraint("subject_index", name="uq_foreign_identity_subject_index"),
    sa.Index("ix_foreign_identity_customer_id", "customer_id"),
)
