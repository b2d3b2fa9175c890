"""Bytes on disk: sealed under keys of one relationship, in files named by a keyed digest of their content."""

import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes, token_hex
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from cobatch.network.models import Relationship

NONCE_BYTES: Final = 12
KEY_BYTES: Final = 32


class SealBrokenError(ValueError):
    """The bytes on disk are missing, or are not those that were sealed there."""


@dataclass(frozen=True)
class Vault:
    """Where one relationship's files lie; another finds neither their names nor their content."""

    relationship: Relationship
    folder: Path

    def name_of(self, data: bytes) -> str:
        """HMAC-SHA-256 of the content: without the key nobody can ask whether a file is here."""
        return hmac.new(bytes(self.relationship.key), data, hashlib.sha256).hexdigest()

    def put(self, data: bytes) -> str:
        """Seal the content unless it lies there whole already; returns its name."""
        name = self.name_of(data)
        try:
            self.get(name)
        except SealBrokenError:
            nonce = token_bytes(NONCE_BYTES)
            _write_whole(self._path(name), nonce + self._cipher().encrypt(nonce, data, name.encode()))
        return name

    def get(self, name: str) -> bytes:
        """The content of this name. Raises SealBrokenError when it is missing or was changed."""
        try:
            sealed = self._path(name).read_bytes()
            data = self._cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], name.encode())
        except (OSError, InvalidTag, ValueError) as broken:
            raise SealBrokenError(name) from broken
        if not hmac.compare_digest(self.name_of(data), name):
            raise SealBrokenError(name)
        return data

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / name

    def _cipher(self) -> AESGCM:
        info = b"cobatch files\n" + self.relationship.pk.bytes
        derive = HKDF(SHA256(), KEY_BYTES, salt=bytes(self.relationship.key), info=info)
        return AESGCM(derive.derive(settings.COBATCH_MASTER_KEY))


def vault_of(relationship: Relationship) -> Vault:
    """The vault of a relationship in this installation's data folder."""
    return Vault(relationship, Path(settings.COBATCH_DATA) / "files")


def _write_whole(path: Path, sealed: bytes) -> None:
    """The whole file or none, and on the disk before anybody is told of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """The new name itself must reach the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
