"""The player: every act of the replay goes through the engine, and is performed once however often one starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from cobatch.documents.signing import SignatureInput
from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.network.actors import Actor
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints import records
from cobatch.touchpoints.declare import TouchPoint, touchpoint_named
from cobatch.touchpoints.engine import Request, perform
from cobatch.touchpoints.models import Act
from cobatch.touchpoints.performing import challenge_of
from cobatch.touchpoints.preconditions import parse

SOURCE = "replay"
Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Cue:
    """One act: when, by whom, on what. `key` names the act for good, and the record it makes.

    `on` names an earlier record or finds one; `lines` of the file are finished with this act.
    """

    at: datetime
    who: tuple[str, Role]
    code: str
    key: str
    on: "str | Callable[[Player], UUID]"
    payload: "Mapping[str, Any] | Callable[[Player], Mapping[str, Any]]" = field(default_factory=dict)
    lines: int = 0


@dataclass
class Player:
    """What is known so far: companies' people, records by the key of the act that made them."""

    digest: str
    password: str
    people: dict[tuple[str, Role], Actor] = field(default_factory=dict)
    records: dict[str, UUID] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    done: dict[str, Answer] = field(default_factory=dict)

    def play(self, cue: Cue) -> None:
        """Perform the act, or remember what came of it at an earlier start."""
        full = f"{self.digest}:{cue.key}"
        answer = self.done.pop(full, None)
        if answer is None:
            try:
                with clock.hold_at(cue.at):
                    answer = self._perform(cue, full)
            except Exception as error:
                error.add_note(f"{cue.code} {cue.key} by {cue.who[0]} {cue.who[1]}, {cue.at}")
                raise
        self.records[cue.key] = UUID(answer["record"]["id"])
        self.answers[cue.key] = answer

    def parts(self, key: str, kind: str) -> list[str]:
        """Ids of the parts of one kind that an act made or moved, in their order."""
        return [part["id"] for part in self.answers[key]["parts"] if part["type"] == kind]

    def see(self, company: str, look: Callable[[], Any]) -> Any:
        """Read something as a company sees it."""
        with as_organisation(self.actor(company, Role.ADMINISTRATOR).organisation_id):
            return look()

    def actor(self, company: str, role: Role) -> Actor:
        """The person who holds a role."""
        return self.people[company, role]

    def remember(self, company: str) -> None:
        """Read what an earlier start has done, as far as this company sees it."""
        rows = Act.objects.filter(source=SOURCE, key__startswith=f"{self.digest}:")
        self.done |= self.see(company, lambda: dict(rows.values_list("key", "answer")))

    def _perform(self, cue: Cue, key: str) -> Answer:
        actor, touchpoint = self.actor(*cue.who), touchpoint_named(cue.code)
        on = self.records[cue.on] if isinstance(cue.on, str) else cue.on(self)
        payload = parse(touchpoint, cue.payload(self) if callable(cue.payload) else cue.payload)
        signature = self._signature(touchpoint, on, payload, actor) if touchpoint.sign else None
        return perform(Request(cue.code, on, actor, key, payload, signature=signature)).answer

    def _signature(self, touchpoint: TouchPoint, on: UUID, payload: Any, actor: Actor) -> SignatureInput:
        """As in the sign dialog: the record is shown, and both components are given for its hash."""
        if actor.person is None:
            raise LookupError("only a person signs")
        with as_organisation(actor.organisation_id):
            shown = challenge_of(touchpoint, records.read(touchpoint.on, on), payload)
        return SignatureInput(shown["hash"], actor.person.email, self.password)
