"""The shapes of what the API answers with, for its description; the answers are written elsewhere."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """Nothing beyond what is described."""

    model_config = ConfigDict(extra="forbid")


class RecordMoved(Shape):
    """The root as the act left it."""

    type: str
    id: UUID
    version: int
    state: str


class PartMoved(Shape):
    """One part that the act moved or made."""

    type: str
    id: UUID
    state: str


class ActAnswer(Shape):
    """What one performed act did, and where it stands in the ledger."""

    act: UUID
    code: str
    at: datetime
    record: RecordMoved
    parts: list[PartMoved]
    log: UUID
    index: int
    leaf: str = Field(description="Hash of the leaf in the log, in hex.")
    revealed: dict[str, str] = Field(
        default_factory=dict,
        description="Shown this one time and kept nowhere, e.g. a new token. Often absent.",
    )


class Reason(Shape):
    """One reason why not."""

    code: str
    text: str
    field: str | None = Field(description="JSON pointer into the payload: /lines/3/quantity.")


class Challenge(Shape):
    """What a signer is shown before signing."""

    hash: str = Field(description="SHA-256 of the record's canonical JSON; send it back under signature.")
    meaning: str
    text: str
    record: Any = Field(description="The record as it is signed.")


class Change(Shape):
    """One act since the version that was sent."""

    code: str
    title: str
    at: datetime
    version: int


class Problem(Shape):
    """RFC 9457, with stable codes."""

    type: str
    title: str
    status: int
    code: str
    reasons: list[Reason]
    changed: list[Change] = Field(default_factory=list, description="With 412: what has happened since.")
    challenge: Challenge | None = Field(None, description="With 403, when a signature is asked for.")


class Record(BaseModel):
    """A record: what every record has, and what its kind has beyond."""

    model_config = ConfigDict(extra="allow")

    type: str = ""
    id: UUID | None = None
    version: int | None = None
    state: str | None = None
    relationship: UUID | None = None


class Page(Shape):
    """One page of a list, newest first."""

    items: list[Record]
    next: str | None = Field(description="Send it as `after` for the next page; null on the last.")


class Possibility(Shape):
    """One act that the state allows."""

    code: str
    title: str
    label: str
    href: str
    sign: str | None
    allowed: bool
    reasons: list[Reason]


class Possibilities(Shape):
    """What can be done now."""

    items: list[Possibility]


class Move(BaseModel):
    """One kind of record that the act may move; with an empty `from` it makes the record."""

    model_config = ConfigDict(extra="forbid", serialize_by_alias=True)

    record: str
    source: list[str] = Field(alias="from")
    to: list[str]


class CatalogueEntry(Shape):
    """One touch point."""

    code: str
    catalogue: str | None
    step: str
    side: Literal["sponsor", "cmo", "either", "auto"]
    title: str
    doc: str
    moves: list[Move]
    sign: str | None
    roles: list[str]
    payload: dict[str, Any] = Field(description="JSON Schema 2020-12.")


class Catalogue(Shape):
    """All touch points."""

    items: list[CatalogueEntry]
    next: None


class File(Shape):
    """A file that was handed over."""

    id: UUID
    relationship: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    uploaded_at: datetime


SHAPES: tuple[type[BaseModel], ...] = (ActAnswer, Problem, Page, Record, Possibilities, Catalogue, File)
