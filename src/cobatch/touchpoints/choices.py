"""What a field lets one choose from, when that depends on the record the act is on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Choice = tuple[str, str]
_SOURCES: dict[str, Callable[[Any, Any], Iterable[Choice]]] = {}


@dataclass(frozen=True)
class Choose:
    """Marks a payload field whose values come from a named source."""

    source: str


def choices(
    name: str,
) -> Callable[[Callable[[Any, Any], Iterable[Choice]]], Callable[[Any, Any], Iterable[Choice]]]:
    """The decorated function `(record, actor)` lists (value, words) pairs for fields marked `Choose(name)`."""

    def register(source: Callable[[Any, Any], Iterable[Choice]]) -> Callable[[Any, Any], Iterable[Choice]]:
        if _SOURCES.setdefault(name, source) is not source:
            raise LookupError(f"two sources of choices are called {name}")
        return source

    return register


def options(name: str, record: Any, actor: Any) -> list[Choice]:
    """What may be chosen on this record."""
    return list(_SOURCES[name](record, actor))


@dataclass(frozen=True)
class Upload:
    """Marks a payload field that holds the id of a file handed over before the act (documents.StoredFile)."""
