"""A touch point is declared once, as a decorated function; everything else is derived from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from cobatch.kernel.groups import check_groups
from cobatch.kernel.refusals import NotYours, Refusal
from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.flow import record_of
from cobatch.touchpoints.meanings import Meaning as Meaning

if TYPE_CHECKING:
    from cobatch.touchpoints.context import Context
from pydantic import BaseModel

R = TypeVar("R", bound=models.Model)
P = TypeVar("P", bound=BaseModel)
Effect = Callable[["Context[R, P]"], Iterator[Fact]]
Guard = Callable[["Context[Any, Any]"], Iterator[Refusal]]


@dataclass(frozen=True)
class Moves:
    """One kind of record that an act may move: from any of these states to any of those ('' = made by the act)."""

    record: str
    sources: frozenset[str]
    targets: frozenset[str]


def moves(*sources: models.TextChoices, to: models.TextChoices | tuple[models.TextChoices, ...]) -> Moves:
    """The act moves records from one of the states to one of the others."""
    targets = to if isinstance(to, tuple) else (to,)
    return Moves(record_of(targets[0]), frozenset(map(str, sources)), frozenset(map(str, targets)))


def makes(*targets: models.TextChoices) -> Moves:
    """The act makes records that begin in one of these states."""
    return Moves(record_of(targets[0]), frozenset({""}), frozenset(map(str, targets)))


@dataclass(frozen=True)
class TouchPoint:
    """One thing people do, with all that the engine, the pages, the API and the documents need to know."""

    code: str
    title: Any
    said: Any
    on: type[models.Model]
    takes: type[BaseModel]
    by: Side
    side: Side  # of an automatic act: whose act it is; else the same as `by`
    roles: tuple[Role, ...]
    moves: tuple[Moves, ...]
    effect: Callable[..., Iterator[Fact]]
    creates: type[models.Model] | None = None
    when: frozenset[str] = frozenset()
    sign: Meaning | None = None
    signs: Callable[[Any, Any], Any] | None = None
    guards: tuple[Guard, ...] = ()
    needs: tuple[Guard, ...] = ()
    amount: Callable[[Any, Any], Any] | None = None
    initial: Callable[[Any, Any], Any] | None = None
    label: Callable[[Any], Any] | None = None
    catalogue: str | None = None
    doc: str = field(default="")

    @property
    def step(self) -> str:
        """The step package it belongs to."""
        return self.code.split(".")[0]

    @property
    def verb(self) -> str:
        """The part of its address after /do/."""
        return self.code.split(".")[1].replace("_", "-")

    @property
    def automatic(self) -> bool:
        """True when the engine performs it, never a person."""
        return self.by is Side.AUTO

    def allows(self, record: str, source: str, target: str) -> bool:
        """Whether the act may move a record this way."""
        return any(m.record == record and source in m.sources and target in m.targets for m in self.moves)

    def sources(self) -> dict[str, frozenset[str]]:
        """Per record: the states from which this act moves it (without those it makes)."""
        found: dict[str, frozenset[str]] = {}
        for move in self.moves:
            if move.sources - {""}:
                found[move.record] = found.get(move.record, frozenset()) | (move.sources - {""})
        return found


_CATALOGUE: dict[str, TouchPoint] = {}
_REACTIONS: dict[type[Fact], list[Callable[..., Iterator[Any]]]] = {}
_OBJECTIONS: dict[str, list[Guard]] = {}


def touchpoint(
    code: str,
    *,
    title: Any,
    said: Any,
    on: type[R],
    takes: type[P],
    by: Side,
    moves: Moves | tuple[Moves, ...] = (),
    roles: tuple[Role, ...] = (),
    side: Side | None = None,
    creates: type[models.Model] | None = None,
    when: tuple[models.TextChoices, ...] = (),
    sign: Meaning | None = None,
    signs: Callable[[R, P], Any] | None = None,
    guards: tuple[Guard, ...] = (),
    needs: tuple[Guard, ...] = (),
    amount: Callable[[R, P], Any] | None = None,
    initial: Callable[[R, Any], Any] | None = None,
    label: Callable[[R], Any] | None = None,
    catalogue: str | None = None,
) -> "Callable[[Effect[R, P]], Effect[R, P]]":
    """Declare what the decorated function does; its docstring becomes the user's documentation.

    `needs` are conditions on the record alone and grey the button out in words; `guards` also read the
    payload. `amount` is what the person must have authority for. `initial` pre-fills the form.
    """

    def register(effect: "Effect[R, P]") -> "Effect[R, P]":
        if code in _CATALOGUE:
            raise LookupError(f"two touch points are called {code}")
        if not effect.__doc__:
            raise LookupError(f"{code} has no docstring")
        check_groups(takes)
        _CATALOGUE[code] = TouchPoint(
            code=code, title=title, said=said, on=on, takes=takes, by=by, side=side or by, roles=roles,
            moves=moves if isinstance(moves, tuple) else (moves,), effect=effect, creates=creates,
            when=frozenset(map(str, when)), sign=sign, signs=signs, guards=guards, needs=needs, amount=amount,
            initial=initial, label=label, catalogue=catalogue, doc=effect.__doc__,
        )  # fmt: skip
        return effect

    return register


def reacts_to(fact: type[Fact]) -> Callable[[Callable[..., Iterator[Any]]], Callable[..., Iterator[Any]]]:
    """The decorated function hears a fact: `(fact, act) -> Iterator[Perform]`."""

    def register(reaction: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        _REACTIONS.setdefault(fact, []).append(reaction)
        return reaction

    return register


def objects_to(*codes: str) -> Callable[[Guard], Guard]:
    """The decorated guard of a later step may refuse an earlier step's act."""

    def register(objection: Guard) -> Guard:
        for code in codes:
            _OBJECTIONS.setdefault(code, []).append(objection)
        return objection

    return register


def catalogue() -> dict[str, TouchPoint]:
    """All touch points by code, in order of declaration."""
    return _CATALOGUE


def touchpoint_named(code: str) -> TouchPoint:
    """The touch point with this code. Raises NotYours for an unknown one."""
    try:
        return _CATALOGUE[code]
    except KeyError:
        raise NotYours from None


def reactions_to(fact: Fact) -> list[Callable[..., Iterator[Any]]]:
    """What hears this fact, in order of the steps."""
    return _REACTIONS.get(type(fact), [])


def objections_to(code: str) -> list[Guard]:
    """What later steps may hold against this act."""
    return _OBJECTIONS.get(code, [])
