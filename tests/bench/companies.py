"""Companies that work together, made by acts; what their people then do goes over the wire."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from cobatch.network.actors import Actor
from cobatch.network.models import Relationship
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints.declare import catalogue, touchpoint_named
from cobatch.touchpoints.engine import Outcome
from tests import world as worlds
from tests.bench.stage import Stage
from tests.bench.wire import FORBIDDEN, OK, Answer, Line, Recorder, bearer, path_of
from tests.setups.orders import ready_to_order
from tests.world import World


@dataclass
class Wired(World):
    """A world in which every act is a request to the running servers, measured while the recorder keeps."""

    stage: Stage = field(kw_only=True)
    recorder: Recorder = field(kw_only=True, default_factory=Recorder)
    tokens: dict[UUID, str] = field(kw_only=True, default_factory=dict)
    lines: dict[UUID, Line] = field(kw_only=True, default_factory=dict)

    def act(
        self, code: str, on: Any, payload: Any, by: Actor, *, version: int | None = None, key: str = ""
    ) -> Outcome:
        """As the tests' world does, over HTTP; a signature is given when one is asked for."""
        pk = on if isinstance(on, UUID) else on.pk
        line, path = self.line(by), path_of(code, pk)
        seen = version if version is not None else self._version(code, pk)
        answer = self._measured(code, line, path, payload, seen)
        if answer.status == FORBIDDEN and "challenge" in answer.json():
            signature = {
                "hash": answer.json()["challenge"]["hash"], "email": by.person.email if by.person else "",
                "password": worlds.PASSWORD,
            }  # fmt: skip
            self._drop(code)
            answer = self._measured(code, line, path, dict(payload) | {"signature": signature}, seen)
        if answer.status != OK:
            raise LookupError(f"{code} was refused: {answer.status} {answer.body.decode()[:600]}")
        body = answer.json()
        return Outcome(UUID(body["act"]), body, revealed=body.get("revealed", {}))

    def line(self, by: Actor) -> Line:
        """The kept connection of a person, with a token made when it is first needed."""
        person = by.person
        if person is None:
            raise LookupError("only people call")
        if person.pk not in self.lines:
            self.lines[person.pk] = Line(self.stage, bearer(self.token(by)), metered=True)
        return self.lines[person.pk]

    def token(self, by: Actor) -> str:
        """A token for all acts, issued by the company's administrator."""
        person = by.person
        if person is None:
            raise LookupError("only people have tokens")
        if person.pk not in self.tokens:
            company = next(
                each for each in (self.sponsor, self.cmo) if each.organisation.pk == by.organisation_id
            )
            scopes = [code for code, each in catalogue().items() if not each.automatic]
            payload = {"person": str(person.pk), "name": "bench", "scopes": scopes}
            done = World.act(
                self, "parties.issue_token", company.organisation, payload, company.actor("administrator")
            )
            self.tokens[person.pk] = done.revealed["token"]
        return self.tokens[person.pk]

    def _version(self, code: str, pk: UUID) -> int:
        model: Any = touchpoint_named(code).on
        found: int = self.read(model, pk).version
        return found

    def _measured(self, code: str, line: Line, path: str, payload: Any, version: int) -> Answer:
        statements = self.stage.statements
        if self.recorder.counting:
            statements.begin()
        answer = line.act(path, payload, version)
        if self.recorder.counting:
            self.recorder.statements.setdefault(code, []).append(statements.since())
        if self.recorder.keeping:
            self.recorder.answers.setdefault(code, []).append(answer)
        return answer

    def _drop(self, code: str) -> None:
        """The first request of a signature only fetched what is to be signed."""
        if self.recorder.keeping:
            self.recorder.answers[code].pop()
        if self.recorder.counting:
            self.recorder.statements[code].pop()


def pair(stage: Stage, number: int, items: int = 1) -> tuple[Wired, list[Any]]:
    """A sponsor and a manufacturer with an active relationship and items that can be ordered."""
    code = f"{number:02d}"
    sponsor = worlds._company(
        f"S{code}", f"Sponsor {code}", "America/New_York", "US", "MA", "Boston", sponsor=True
    )
    cmo = worlds._company(f"C{code}", f"Maker {code}", "Asia/Kolkata", "IN", "MH", "Pune", cmo=True)
    relationship = worlds._relationship(sponsor, cmo)
    made = [worlds._item(sponsor, relationship, f"S{code}-{n}", f"C{code}-{n}") for n in range(1, items + 1)]
    world = Wired(sponsor, cmo, sponsor, cmo, relationship, relationship, made[0], made[0], stage=stage)
    local = World(sponsor, cmo, sponsor, cmo, relationship, relationship, made[0], made[0])
    for item in made:
        ready_to_order(replace(local, item=item))
    return world, made


def fresh(world: Wired) -> Relationship:
    """The relationship as it is now."""
    with as_organisation(world.sponsor.organisation.id):
        return Relationship.objects.get(pk=world.relationship.pk)


def order(number: str, items: list[Any], lines: int = 5) -> dict[str, Any]:
    """An order of so many lines, one item after the other."""
    return {
        "number": number, "market": "US", "ship_to": "Harborview, New Jersey",
        "lines": [
            {"item": items[n % len(items)].sponsor_number, "quantity": {"value": "22000", "unit": "H87"},
             "requested_date": "2027-03-25"}
            for n in range(lines)
        ],
    }  # fmt: skip
