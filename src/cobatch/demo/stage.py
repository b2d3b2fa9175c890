"""The stage: every line of the story is an act through the engine, at its own hour, by its own person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from cobatch.documents.signing import SignatureInput
from cobatch.kernel import clock
from cobatch.kernel.refusals import SignatureNeeded
from cobatch.network.actors import actor_of
from cobatch.network.models import Person
from cobatch.network.tenancy import as_organisation, choose
from cobatch.touchpoints.clocks import next_due, run_due
from cobatch.touchpoints.engine import Outcome, Request, perform

PASSWORD = "cobatch-demo"  # noqa: S105 - public, and accepted in demo mode only

Found = str | Callable[["Stage"], Any]


@dataclass(frozen=True)
class Line:
    """One line of the story. `when` is local to `zone`; `on` names an earlier record, or finds one.

    `name` keeps the record for later lines. `payload` may look things up on the stage.
    """

    when: str
    zone: str
    who: str
    code: str
    on: Found
    payload: Mapping[str, Any] | Callable[["Stage"], Mapping[str, Any]] = field(default_factory=dict)
    name: str = ""

    @property
    def instant(self) -> datetime:
        """When it happens."""
        return datetime.fromisoformat(self.when).replace(tzinfo=ZoneInfo(self.zone))


@dataclass
class Stage:
    """What the story has made so far, by name."""

    records: dict[str, UUID] = field(default_factory=dict)
    _people: dict[str, Person] = field(default_factory=dict)

    def person(self, first_name: str) -> Person:
        """Somebody of the cast by the part of the address before the @."""
        if first_name not in self._people:
            choose(None)
            self._people[first_name] = Person.objects.get(email__startswith=f"{first_name}@")
        return self._people[first_name]

    def forget_people(self) -> None:
        """Read everybody anew from now on: something about them has changed."""
        self._people.clear()

    def see(self, who: str, look: Callable[[], Any]) -> Any:
        """Read something as a person of the cast may see it."""
        with as_organisation(self.person(who).organisation_id):
            return look()

    def play(self, line: Line) -> Outcome:
        """Perform one line; clocks that run out before it are dealt with at their own hour."""
        try:
            outcome = self._play(line)
        except Exception as error:
            error.add_note(f"{line.code} by {line.who}, {line.when} {line.zone}")
            raise
        if line.name:
            self.records[line.name] = outcome.record_id
        return outcome

    def _play(self, line: Line) -> Outcome:
        self.until(line.instant)
        with clock.hold_at(line.instant):
            on = self.records[line.on] if isinstance(line.on, str) else line.on(self)
            payload = line.payload(self) if callable(line.payload) else line.payload
            return self._perform(line, on if isinstance(on, UUID) else on.pk, payload)

    def until(self, instant: datetime) -> None:
        """Let every clock run out that does so before an instant."""
        while (due := next_due()) is not None and due <= instant:
            with clock.hold_at(due):
                run_due(due)

    def _perform(self, line: Line, on: UUID, payload: Mapping[str, Any]) -> Outcome:
        person = self.person(line.who)
        actor = actor_of(person, source="demo")
        wish = Request(line.code, on, actor, str(uuid4()), payload)
        try:
            return perform(wish)
        except SignatureNeeded as needed:
            if needed.challenge is None:
                raise
            signature = SignatureInput(needed.challenge["hash"], person.email, PASSWORD)
            return perform(replace(wish, signature=signature))
