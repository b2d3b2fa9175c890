"""Serial shipping container codes (GS1): eighteen digits, the last of which checks the others."""

import re

LENGTH = 18
_SCANNED = re.compile(r"(?:\(00\)|00)?(\d{18})")


def check_digit(body: str) -> int:
    """GS1 modulo 10 over the first seventeen digits: weights 3 and 1, beginning with 3 on the right."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return -total % 10


def is_valid(code: str) -> bool:
    """Eighteen digits whose last one is the check digit of the others."""
    return (
        len(code) == LENGTH and code.isascii() and code.isdigit() and int(code[-1]) == check_digit(code[:-1])
    )


def as_read(text: str) -> str:
    """The bare code of what was scanned or typed: without spaces and without application identifier 00."""
    compact = "".join(text.split())
    found = _SCANNED.fullmatch(compact)
    return found[1] if found else compact


def following(first: str, count: int) -> list[str]:
    """`count` codes with consecutive serials from `first` on. Raises ValueError past the last serial."""
    start, width = int(first[:-1]), LENGTH - 1
    if start + count > 10**width:
        raise ValueError("the serial numbers run out")
    bodies = (f"{start + n:0{width}d}" for n in range(count))
    return [f"{body}{check_digit(body)}" for body in bodies]
