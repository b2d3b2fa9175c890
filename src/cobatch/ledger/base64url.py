"""Base64url without padding (RFC 7515 §2), with exactly one spelling for every value."""

from base64 import urlsafe_b64decode, urlsafe_b64encode


def encode(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Refuses padding, foreign characters and the unused bits that would give one value two spellings."""
    value = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode(value) != text:
        raise ValueError("this is not base64url in its one spelling")
    return value
