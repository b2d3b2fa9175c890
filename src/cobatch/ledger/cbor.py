"""The part of CBOR (RFC 8949) that an event's envelope needs, in its one deterministic encoding.

Integers, byte and text strings, arrays, maps and one tag. Whatever could be written shorter, in another
order, twice or without a stated length is refused, so that one meaning has exactly one sequence of bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG = range(7)
MAX_DEPTH: Final = 8
_INLINE: Final = 24
_LONGEST: Final = 27
_WIDTHS: Final = {24: 1, 25: 2, 26: 4, 27: 8}


class EncodingError(ValueError):
    """These bytes are not deterministic CBOR of the accepted kinds."""


@dataclass(frozen=True, slots=True)
class Tagged:
    number: int
    value: "Value"


Key = int | str
Value = int | bytes | str | list["Value"] | dict[Key, "Value"] | Tagged


def encode(value: Value) -> bytes:
    match value:
        case int():
            return _head(UNSIGNED, value) if value >= 0 else _head(NEGATIVE, -1 - value)
        case bytes():
            return _head(BYTES, len(value)) + value
        case str():
            raw = value.encode()
            return _head(TEXT, len(raw)) + raw
        case list():
            return _head(ARRAY, len(value)) + b"".join(map(encode, value))
        case dict():
            pairs = sorted((encode(key), encode(item)) for key, item in value.items())
            return _head(MAP, len(pairs)) + b"".join(key + item for key, item in pairs)
        case Tagged():
            return _head(TAG, value.number) + encode(value.value)


def decode(data: bytes) -> Value:
    """The one value that these bytes are, to the last byte."""
    reader = _Reader(data)
    value = reader.value(MAX_DEPTH)
    if reader.at != len(data):
        raise EncodingError("bytes follow the value")
    return value


def _head(major: int, number: int) -> bytes:
    if number < _INLINE:
        return bytes([major << 5 | number])
    for code, width in _WIDTHS.items():
        if number < 1 << (8 * width):
            return bytes([major << 5 | code]) + number.to_bytes(width, "big")
    raise EncodingError("the number needs more than 64 bits")


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, count: int) -> bytes:
        if count > len(self.data) - self.at:
            raise EncodingError("the bytes end too early")
        self.at += count
        return self.data[self.at - count : self.at]

    def head(self) -> tuple[int, int]:
        first = self.take(1)[0]
        major, number = first >> 5, first & 31
        if number < _INLINE:
            return major, number
        if number > _LONGEST:
            raise EncodingError("lengths must be stated")
        width = _WIDTHS[number]
        number = int.from_bytes(self.take(width), "big")
        shortest = _INLINE if width == 1 else 1 << (4 * width)
        if number < shortest:
            raise EncodingError("a number is not in its shortest form")
        return major, number

    def value(self, depth: int) -> Value:
        if depth == 0:
            raise EncodingError("nested too deep")
        major, number = self.head()
        if major in (UNSIGNED, NEGATIVE):
            return number if major == UNSIGNED else -1 - number
        if major in (BYTES, TEXT):
            raw = self.take(number)
            return raw if major == BYTES else _text(raw)
        return self.nested(major, number, depth - 1)

    def nested(self, major: int, number: int, depth: int) -> Value:
        if major == ARRAY:
            return [self.value(depth) for _ in self.counted(number)]
        if major == MAP:
            return self.map(number, depth)
        if major == TAG:
            return Tagged(number, self.value(depth))
        raise EncodingError("floats and simple values are not used")

    def counted(self, number: int) -> Sequence[None]:
        if number > len(self.data) - self.at:
            raise EncodingError("the bytes end too early")
        return [None] * number

    def map(self, number: int, depth: int) -> dict[Key, Value]:
        found: dict[Key, Value] = {}
        before = b""
        for _ in self.counted(number):
            start = self.at
            key = self.value(depth)
            raw = self.data[start : self.at]
            if not isinstance(key, int | str):
                raise EncodingError("a key must be a number or a text")
            if raw <= before:
                raise EncodingError("keys must be in order, and each only once")
            before = raw
            found[key] = self.value(depth)
        return found


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as problem:
        raise EncodingError("a text is not UTF-8") from problem
