"""What a step tells the web room about its records: lists, details, panels. Declarations only, no views."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import QuerySet

from cobatch.kernel.sides import Side


@dataclass(frozen=True)
class Column:
    """One column: its heading, and the value of a row (text, date, Money, Quantity, or a State)."""

    title: Any
    value: Callable[[Any], Any]
    numeric: bool = False
    link: bool = False
    unless: Side | None = (
        None  # left out for a company that is on this side only: its own name tells it nothing
    )


@dataclass(frozen=True)
class State:
    """A state to be shown as a badge."""

    label: Any
    tone: str = "neutral"


@dataclass(frozen=True)
class Two:
    """Two values in one cell, the second below the first: a quantity and its date."""

    value: Any
    below: Any


@dataclass(frozen=True)
class Fact:
    """One line of a definition list; `value` None leaves it out."""

    title: Any
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class Panel:
    """A part of a detail page: a table of rows, or a template of the step's own."""

    name: str
    title: Any
    rows: Callable[[Any, Side], Iterable[Any]]
    columns: tuple[Column, ...] = ()
    url: Callable[[Any], str | None] | None = None
    template: str = ""
    creates: tuple[str, ...] = ()  # codes of acts on this page's record that make such rows
    step: int = 0


@dataclass(frozen=True)
class List:
    """A page of many records. `rows(side, organisation_id)` filters by the side it knows, which an index serves."""

    record: str
    title: Any
    model: type[models.Model]
    columns: tuple[Column, ...]
    search: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    prefetch: tuple[Any, ...] = ()
    order: str = "-id"
    step: int = 0
    icon: str = "file-text"
    states_filter: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    to_json: Callable[[Any], dict[str, Any]] | None = None


@dataclass(frozen=True)
class Detail:
    """The page of one record."""

    record: str
    title: Callable[[Any], Any]
    facts: tuple[Fact, ...] = ()
    panels: tuple[str, ...] = ()
    template: str = ""
    parent: Callable[[Any], Any] | None = None  # the record to lead back to, e.g. a batch's order
    state: Callable[[Any], State] | None = None
    extra: Callable[[Any, Side], dict[str, Any]] | None = None
    to_json: Callable[[Any], dict[str, Any]] | None = None
    related: tuple[str, ...] = ()


@dataclass
class Pages:
    """All that the steps have registered."""

    lists: dict[str, List] = field(default_factory=dict)
    details: dict[str, Detail] = field(default_factory=dict)
    panels: dict[str, list[Panel]] = field(default_factory=dict)


_PAGES = Pages()


def add_list(page: List) -> List:
    """Register a list page under its record's name."""
    _PAGES.lists[page.record] = page
    return page


def add_detail(page: Detail) -> Detail:
    """Register a detail page under its record's name."""
    _PAGES.details[page.record] = page
    return page


def add_panel(record: str, panel: Panel) -> Panel:
    """Put a panel on the page of a record, also one of an earlier step."""
    _PAGES.panels.setdefault(record, []).append(panel)
    return panel


def lists() -> dict[str, List]:
    """List pages by record name, in the order of the steps."""
    return _PAGES.lists


def detail_of(record: str) -> Detail | None:
    """The detail page of a record."""
    return _PAGES.details.get(record)


def panels_of(record: str) -> Iterator[Panel]:
    """The panels of a record's page, in the order of the steps."""
    yield from _PAGES.panels.get(record, [])
