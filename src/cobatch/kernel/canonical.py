"""Canonical JSON (RFC 8785): the one text of a value that is hashed and signed, whoever writes it down."""

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import rfc8785
from pydantic import BaseModel

from cobatch.kernel.clock import instant_text
from cobatch.kernel.decimals import plain_decimal
from cobatch.kernel.money import Money
from cobatch.kernel.quantity import Quantity


def canonical(value: object) -> bytes:
    return rfc8785.dumps(plain(value))


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def plain(value: object) -> Any:
    """JSON values only: dicts, lists, strings, integers, booleans and None.

    A model goes through its Python dump, so that its instants and decimals are written as everywhere here.
    Floats and sets are refused: the one has lost digits, the other has no order.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, BaseModel):
        return plain(value.model_dump())
    return _leaf(value)


def _leaf(value: object) -> Any:
    for kinds, written in _WRITTEN:
        if isinstance(value, kinds):
            return written(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    written = {_text(key) if isinstance(key, str) else _key(key): plain(each) for key, each in value.items()}
    if len(written) != len(value):
        raise ValueError("two keys are the same text")
    return written


def _key(key: object) -> str:
    text = _leaf(key)
    if not isinstance(text, str):
        raise TypeError(f"a key is text, not {type(key).__name__}")
    return text


def _text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as lone:
        raise ValueError("a lone surrogate is not text") from lone
    return unicodedata.normalize("NFC", value)


# In this order: an enumeration may be a string, and every datetime is a date.
_WRITTEN: tuple[tuple[type[Any], Any], ...] = (
    (Enum, lambda value: plain(value.value)),
    (str, _text),
    (int, int),
    (UUID, str),
    (datetime, instant_text),
    (date, date.isoformat),
    (time, time.isoformat),
    (Decimal, plain_decimal),
    (Money, Money.as_json),
    (Quantity, Quantity.as_json),
)
