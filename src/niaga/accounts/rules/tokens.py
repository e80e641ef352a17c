"""Keys and session tokens: 256 random bits behind a prefix that says what they open. Only their hashes are kept."""

import hashlib
import secrets

KEY_PREFIX = "ng_"
CUSTOMER_PREFIX = "ng_s_"
STAFF_PREFIX = "ng_t_"
KEY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# 62^43 is just above 2^256.
KEY_LETTERS = 43


def new_token(prefix: str) -> str:
    """A token that nobody can guess."""
    return prefix + "".join(secrets.choice(KEY_ALPHABET) for _ in range(KEY_LETTERS))


def token_hash(token: str) -> str:
    """How a key or a token is kept: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
