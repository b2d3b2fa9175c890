"""The states of a record: who is waited on in each, until when, and which states are ends."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from cobatch.kernel.calendars import Term, WorkingCalendar
from cobatch.kernel.sides import Side
from cobatch.touchpoints import records

Due = Callable[[Any, datetime, WorkingCalendar], datetime | None]


def within(term: str) -> Due:
    """Due a fixed term ("5 bd") after the wait began, or the term of that name in the relationship's settings."""

    def due(record: Any, since: datetime, calendar: WorkingCalendar) -> datetime | None:
        known: Term = Term.parse(term) if term[0].isdigit() else record.relationship.terms.term(term)
        return known.due(since, calendar)

    return due


def until(attribute: str) -> Due:
    """Due at closing time of a business date that the record carries."""

    def due(record: Any, since: datetime, calendar: WorkingCalendar) -> datetime | None:
        day: date | None = getattr(record, attribute)
        return calendar.at_closing(day) if day else None

    return due


@dataclass(frozen=True)
class Wait:
    """In this state somebody is waited on: for which act, on which side, until when."""

    code: str
    on: Side | Callable[[Any], Side]
    due: Due | None = None

    def side(self, record: Any) -> Side:
        """The side that is waited on."""
        return self.on(record) if callable(self.on) else self.on


@dataclass(frozen=True)
class Flow:
    """The state machine of one record, apart from its moves, which the touch points declare.

    Every state is exactly one of: waited in, a rest (nobody owes anything; a later step moves it), an end.
    """

    model: type[models.Model]
    states: type[models.TextChoices]
    waits: Mapping[str, Wait | tuple[Wait, ...]] = field(default_factory=dict)
    rests: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    lasting: frozenset[str] = (
        frozenset()
    )  # rests without an exit that are no ends either: an active relationship
    root: str = ""  # attribute of a part that leads to its root; empty for a root
    tones: Mapping[str, str] = field(default_factory=dict)  # neutral info good warn bad, for badges

    @property
    def record(self) -> str:
        """The record's name."""
        name: str = getattr(self.model, "record", "") or self.model.__name__.lower()
        return name

    @property
    def root_model(self) -> type[models.Model]:
        """The model of the root this record belongs to; itself for a root."""
        if not self.root:
            return self.model
        related = self.model._meta.get_field(self.root).related_model
        if not isinstance(related, type):
            raise LookupError(f"{self.record} has no root {self.root}")
        return related

    def words(self, state: str) -> str:
        """A state as people say it: awaiting_confirmation → "awaiting confirmation"."""
        return _(state.replace("_", " "))

    def waits_in(self, state: str) -> tuple[Wait, ...]:
        """Everything that is waited for in a state."""
        found = self.waits.get(state, ())
        return found if isinstance(found, tuple) else (found,)


_FLOWS: dict[str, Flow] = {}


def declare(flow: Flow) -> Flow:
    """Make a flow known."""
    records.register(flow.model, flow.record)
    _FLOWS[flow.record] = flow
    return flow


def flows() -> Iterator[Flow]:
    """All flows, in order of declaration."""
    yield from _FLOWS.values()


def flow_of(record: str) -> Flow | None:
    """The flow of a record, if it has states."""
    return _FLOWS.get(record)


def parts_of(model: type[models.Model]) -> Iterator[Flow]:
    """Flows of the stateful parts of a root."""
    for flow in _FLOWS.values():
        if flow.root and flow.root_model is model:
            yield flow


def record_of(state: models.TextChoices) -> str:
    """The record whose states this one belongs to."""
    for flow in _FLOWS.values():
        if flow.states is type(state):
            return flow.record
    raise LookupError(f"no flow declares {type(state).__name__}")
