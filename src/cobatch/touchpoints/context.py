"""What an effect works with: the record, the payload, the actor, and the verbs that change things."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection, models
from pydantic import BaseModel

from cobatch.kernel.columns import MoneyColumns, QuantityColumns
from cobatch.kernel.identity import new_id
from cobatch.kernel.sides import Side
from cobatch.network.actors import Actor
from cobatch.touchpoints import records
from cobatch.touchpoints.declare import TouchPoint

R = TypeVar("R", bound=models.Model)
P = TypeVar("P", bound=BaseModel)
T = TypeVar("T")


class UndeclaredMoveError(LookupError):
    """An effect moved a record in a way its touch point does not declare: a mistake in the program."""


@dataclass(frozen=True)
class Moved:
    """One record that went from one state to another ('' = it was made)."""

    record: Any
    name: str
    source: str
    target: str


@dataclass(frozen=True)
class Perform:
    """A reaction's wish: the engine shall perform this automatic act on that record.

    A later step knows an earlier one's payload as plain values only; the engine checks them as any other.
    """

    code: str
    on: Any
    payload: BaseModel | Mapping[str, Any] | None = None


@dataclass
class Changes:
    """Everything one act did, before it is written."""

    moved: list[Moved] = field(default_factory=list)
    created: list[Any] = field(default_factory=list)
    dirty: dict[Any, set[str]] = field(default_factory=dict)
    clocks: list[tuple[datetime, str, Any]] = field(default_factory=list)
    stopped_clocks: list[tuple[str, UUID]] = field(default_factory=list)
    found: list[tuple[str, str]] = field(default_factory=list)


class Context(Generic[R, P]):
    """One act in the making. `on` is the locked root (or the parent of what is created)."""

    def __init__(self, touchpoint: TouchPoint, on: R, payload: P, actor: Actor, now: datetime) -> None:
        self.act_id = new_id()
        self.touchpoint = touchpoint
        self.on = on
        self.payload = payload
        self.actor = actor
        self.now = now
        self.changes = Changes()
        self.made: Any = None  # the root this act created, if it creates one
        self.revealed: dict[str, str] = {}
        self._read: dict[str, Any] = {}

    @property
    def side(self) -> Side:
        """The side that acts; a company's own acts have none and count as its own."""
        relationship = getattr(self.on, "relationship", None)
        found = relationship.side_of(self.actor.organisation_id) if relationship is not None else None
        return found or self.touchpoint.side

    def move(self, record: models.Model, target: models.TextChoices) -> None:
        """Move the root or one of its parts to another state. Raises UndeclaredMoveError for a move not declared."""
        name, source = records.name_of(record), getattr(record, "state", "")
        if not self.touchpoint.allows(name, source, str(target)):
            raise UndeclaredMoveError(
                f"{self.touchpoint.code} may not move {name} from {source!r} to {target}"
            )
        self.changes.moved.append(Moved(record, name, source, str(target)))
        record.state = str(target)  # type: ignore[attr-defined]
        self.changes.dirty.setdefault(record, set()).add("state")

    def change(self, record: models.Model, **values: Any) -> None:
        """Set columns of the root or one of its parts; written once, when the effect has run."""
        for name, value in values.items():
            setattr(record, name, value)
        self.changes.dirty.setdefault(record, set()).update(_columns(type(record), values))

    def create(self, *made: models.Model) -> None:
        """Insert new rows, all of one model; their first state must be declared with `makes(...)`."""
        self._insert(made)
        if made and type(made[0]) is self.touchpoint.creates:
            self.made = made[0]

    def create_all(self, made: Iterable[models.Model]) -> None:
        """Insert many new parts, all of one model."""
        self._insert(tuple(made))

    def number(self, kind: str, organisation: Any = None) -> str:
        """The next of our own numbers without gaps, e.g. "SHP-SF-26-0004"; held until commit."""
        company = organisation or self.actor.organisation
        year = self.now.year % 100
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [company.id, kind, year])
            newest: int = cursor.fetchone()[0]
        return f"{kind}-{company.code}-{year:02d}-{newest:04d}"

    def later(self, when: datetime, code: str, record: Any = None) -> None:
        """Start a clock: the automatic act `code` is performed on the record at that instant."""
        self.changes.clocks.append((when, code, record if record is not None else self.made or self.on))

    def stop_clock(self, code: str, record: Any = None) -> None:
        """Stop a running clock; none running is fine."""
        self.changes.stopped_clocks.append((code, (record if record is not None else self.on).pk))

    def find_by(self, kind: str, text: str) -> None:
        """Let people find the act's root by one more number or name."""
        self.changes.found.append((kind, text))

    def reveal(self, name: str, secret: str) -> None:
        """Hand something to the actor once; it is kept nowhere."""
        self.revealed[name] = secret

    def once(self, name: str, read: Callable[[], T]) -> T:
        """What several guards and the effect need is read once for the whole act."""
        if name not in self._read:
            self._read[name] = read()
        known: T = self._read[name]
        return known

    def _insert(self, made: tuple[models.Model, ...]) -> None:
        if not made:
            return
        model = type(made[0])
        if getattr(model, "stateful", False):
            name = records.name_of(model)
            for record in made:
                state: str = getattr(record, "state", "")
                if not self.touchpoint.allows(name, "", state):
                    raise UndeclaredMoveError(
                        f"{self.touchpoint.code} may not make {name} in state {state!r}"
                    )
                self.changes.moved.append(Moved(record, name, "", state))
        model._default_manager.bulk_create(made)
        self.changes.created.extend(made)


def _columns(model: type[models.Model], names: Iterable[str]) -> set[str]:
    """Two-column values (money, quantity) are named by one property: find the columns behind."""
    columns: set[str] = set()
    for name in names:
        pair = getattr(model, name, None)
        columns.update(
            (pair.number, pair.code) if isinstance(pair, MoneyColumns | QuantityColumns) else (name,)
        )
    return columns


_NEXT = """
insert into touchpoints_counter (id, organisation_id, kind, year, newest)
values (gen_random_uuid(), %s, %s, %s, 1)
on conflict (organisation_id, kind, year) do update set newest = touchpoints_counter.newest + 1
returning newest
"""
