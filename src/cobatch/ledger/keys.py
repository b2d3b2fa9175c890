"""Ed25519 keys of events: their ids, the check of a public key, and wrapping under the master key."""

from dataclasses import dataclass
from hashlib import sha256
from secrets import token_bytes
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KID_BYTES: Final = 4
PUBLIC_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
MASTER_BYTES: Final = 32
NONCE_BYTES: Final = 12
ED25519_TYPE: Final = b"\x01"

# The curve -x² + y² = 1 + d·x²·y² over the field of this prime.
PRIME: Final = 2**255 - 19
D: Final = -121665 * pow(121666, -1, PRIME) % PRIME
_ORDER_8: Final = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
# The second coordinates of all eight points whose order divides eight.
SMALL_ORDER: Final = frozenset({0, 1, PRIME - 1, _ORDER_8, PRIME - _ORDER_8})


class UnusableKeyError(ValueError):
    """This key must not be used."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    kid: bytes
    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()


def generate(name: str) -> SigningKey:
    """A new key for the holder of this name."""
    return _named(name, Ed25519PrivateKey.generate())


def key_id(name: str, public: bytes) -> bytes:
    """The key id of C2SP signed notes: it depends on the holder's name, the kind of key and the key."""
    return sha256(name.encode() + b"\n" + ED25519_TYPE + public).digest()[:KID_BYTES]


def check_public(public: bytes) -> None:
    """Refuse a key under which one signature could pass for many messages, or that has a second spelling."""
    if len(public) != PUBLIC_BYTES:
        raise UnusableKeyError("an Ed25519 public key has 32 bytes")
    y = int.from_bytes(public, "little") & ~(1 << 255)
    if y >= PRIME:
        raise UnusableKeyError("the key is not in its canonical form")
    if y in SMALL_ORDER:
        raise UnusableKeyError("the key is of small order")
    x_squared = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    if pow(x_squared, (PRIME - 1) // 2, PRIME) != 1:
        raise UnusableKeyError("the key is not a point of the curve")


def wrap(master: bytes, key: SigningKey, name: str) -> bytes:
    """Seal the private key under the master key (AES-256-GCM), bound to its holder and its id."""
    nonce = token_bytes(NONCE_BYTES)
    return nonce + _cipher(master).encrypt(nonce, key.private.private_bytes_raw(), _binding(name, key.kid))


def unwrap(master: bytes, wrapped: bytes, name: str, kid: bytes) -> SigningKey:
    """The key that `wrap` sealed; another master key, holder or id finds nothing."""
    try:
        raw = _cipher(master).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _binding(name, kid))
    except (InvalidTag, ValueError) as problem:
        raise UnusableKeyError("the master key does not open this private key") from problem
    return _named(name, Ed25519PrivateKey.from_private_bytes(raw))


def _named(name: str, private: Ed25519PrivateKey) -> SigningKey:
    return SigningKey(key_id(name, private.public_key().public_bytes_raw()), private)


def _cipher(master: bytes) -> AESGCM:
    if len(master) != MASTER_BYTES:
        raise UnusableKeyError("the master key must have 32 bytes")
    return AESGCM(master)


def _binding(name: str, kid: bytes) -> bytes:
    return b"cobatch event key\n" + name.encode() + b"\n" + kid
