"""A random walk of three organisations: whatever anybody does, what must always hold still holds.

Two sponsors and one manufacturer try acts at random on everything they see, with the payloads that their
forms begin with, bent here and there, or made up from the fields. Most are refused; none of those may leave
a trace, and what succeeds must leave states, waits, versions and logs in order.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from cobatch.kernel import clock
from cobatch.kernel.identity import new_id
from cobatch.kernel.refusals import ActError
from cobatch.ledger.check import check_log
from cobatch.ledger.models import Log
from cobatch.network.actors import Actor, actor_of
from cobatch.network.models import Organisation, Relationship
from cobatch.network.tenancy import as_organisation, guarded_models
from cobatch.steps.orders.models import OrderLine
from cobatch.touchpoints import choices, possible, records
from cobatch.touchpoints.flow import Flow, flow_of, flows, parts_of
from cobatch.touchpoints.models import Act, Transition, Waiting
from cobatch.web.forms.kinds import Kind, kind_of
from tests.setups import agreements, batches, plans, prices, quality
from tests.setups.agreements import handed_over
from tests.setups.orders import ready_to_order
from tests.setups.schedules import order_confirmed
from tests.world import Company, World

STEPS = 60
# Acts that take away what the rest of a walk stands on, or a company's people.
LEFT_OUT = {"parties.deactivate_person", "parties.change_roles", "parties.propose_relationship"}
# What a walk needs most to get anywhere is tried more often.
OFTEN = ("orders.", "batches.", "quality.", "schedules.publish", "shipments.", "invoices.")


class Walker:
    """Somebody of one company after the other does something that might be possible."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def step(self) -> Any:
        """One attempt; returns the root it was on when something happened."""
        company = self.chance.choice(
            [self.world.sponsor, self.world.cmo, self.world.cmo, self.world.other_sponsor]
        )
        chosen = self._choose(company)
        if chosen is None:
            return None
        touchpoint, record, actor, payload = chosen
        before = self.world.traces()
        try:
            outcome = self.world.act(touchpoint.code, record, payload, actor, version=record.version)
        except ActError as refused:
            assert self.world.traces() == before, f"{touchpoint.code} was refused and left something"
            assert all(str(reason.text) and reason.code for reason in refused.reasons)
            self.refused[touchpoint.code] += 1
            return None
        self.done[touchpoint.code] += 1
        assert self.world.traces() != before
        return outcome

    def _choose(self, company: Company) -> Any:
        with as_organisation(company.organisation.pk):
            record = self.chance.choice(list(roots_seen()))
            everyone = [actor_of(person) for person in (company.administrator, *company.people.values())]
            acts = {
                each.touchpoint.code: (each.touchpoint, actor)
                for actor in everyone
                for each in possible.acts_on(record, actor)
                if actor.has_any(each.touchpoint.roles) and each.touchpoint.code not in LEFT_OUT
            }
            if not acts:
                return None
            names = sorted(acts) + [code for code in sorted(acts) if code.startswith(OFTEN)] * 3
            touchpoint, actor = acts[self.chance.choice(names)]
            return touchpoint, record, actor, self._payload(touchpoint, record, actor)

    def _payload(self, touchpoint: Any, record: Any, actor: Actor) -> dict[str, Any]:
        begun = touchpoint.initial(record, actor) if touchpoint.initial else {}
        made = Maker(self, record, actor).model(touchpoint.takes)
        if begun and self.chance.random() < 0.7:
            return made | begun
        return made | {name: made.get(name, value) for name, value in begun.items()}


class Maker:
    """Small payloads from the fields of a payload class: what can be chosen is chosen, the rest made up."""

    def __init__(self, walker: Walker, record: Any, actor: Actor) -> None:
        self.walker, self.chance, self.record, self.actor = walker, walker.chance, record, actor

    def model(self, model: type[BaseModel]) -> dict[str, Any]:
        """A value for every field that is needed, and for some that are not."""
        return {
            name: self.value(kind_of(field), name)
            for name, field in model.model_fields.items()
            if field.is_required() or self.chance.random() < 0.5
        }

    def value(self, kind: Kind, name: str) -> Any:
        if kind.many:
            count = self.chance.choice((1, 1, 2))
            if kind.name == "rows" and kind.model is not None:
                return [self.model(kind.model) for _n in range(count)]
            return [self.value(replace(kind, many=False, name="choice"), name) for _n in range(count)]
        if kind.source:
            known = choices.options(kind.source, self.record, self.actor)
            return self.chance.choice(known)[0] if known else str(new_id())
        if kind.options:
            return str(self.chance.choice(kind.options))
        if kind.model is not None:
            return self.model(kind.model)
        return getattr(self, f"_{kind.name}", self._text)(name)

    def _quantity(self, name: str) -> dict[str, str]:
        return {"value": self.chance.choice(("1000", "11000", "11000", "22000", "1500")), "unit": "H87"}

    def _money(self, name: str) -> dict[str, str]:
        return {"amount": self.chance.choice(("2.10", "0", "46200.00")), "currency": "USD"}

    def _date(self, name: str) -> str:
        days = self.chance.choice((-3, 0, 0, 7, 60, 120, 200))
        return (clock.now() + timedelta(days=days)).date().isoformat()

    def _datetime(self, name: str) -> str:
        return clock.instant_text(clock.now() - timedelta(hours=self.chance.randint(0, 200)))

    def _checkbox(self, name: str) -> bool:
        return self.chance.random() < 0.8

    def _number(self, name: str) -> int:
        return self.chance.choice((1, 12, 98, 500, 1_000_000))

    def _file(self, name: str) -> str:
        world = self.walker.world
        mine = {each.organisation.pk: each for each in (world.sponsor, world.cmo, world.other_sponsor)}
        relationship = getattr(self.record, "relationship", world.relationship)
        number = self.chance.randint(0, 999)
        company = mine[self.actor.organisation_id]
        return str(handed_over(world, company, f"{number}.pdf", relationship=relationship).pk)

    def _text(self, name: str) -> str:
        fitting = {
            "market": ("US", "US", "DE"),
            "month": ("2026-12", "2027-01"),
            "price": ("2.10", "2.20"),
            "volume": ("600000",),
        }
        made_up = (f"N-{self.chance.randint(1, 999)}", "SF26K0101", "x")
        return self.chance.choice(next((fitting[key] for key in fitting if key in name), made_up))

    _textarea = _choice = _text


def roots_seen() -> Iterator[Any]:
    """Everything the chosen organisation can act on."""
    parts = {flow.record for flow in flows() if flow.root}
    for name in records.names():
        model = records.model_named(name)
        if name in parts or model is Organisation or not hasattr(model, "version"):
            continue
        yield from model.objects.select_related(*records.sides(model)).order_by("pk")


def waits_that_states_call_for(root: Any) -> set[tuple[str, str]]:
    """Read from the flows alone, in the simplest way."""
    found: set[tuple[str, str]] = set()

    def add(flow: Flow, record: Any) -> None:
        found.update((wait.code, str(wait.side(record))) for wait in flow.waits_in(record.state))

    if own := flow_of(records.name_of(root)):
        add(own, root)
    for flow in parts_of(type(root)):
        for part in flow.model._default_manager.filter(**{flow.root: root}):
            add(flow, part)
    return found


def check_root(root: Any) -> None:
    """Waits, states and versions of one root and its parts."""
    open_waits = Waiting.objects.filter(root_id=root.pk, ended_at=None).values_list("code", "side")
    assert set(open_waits) == waits_that_states_call_for(root), root.subject()
    known = {record.pk: record for record in stateful(root)}
    trail: dict[Any, list[Transition]] = defaultdict(list)
    for row in Transition.objects.filter(record_id__in=known).order_by("pk"):
        trail[row.record_id].append(row)
    for pk, record in known.items():
        check_trail(record, trail[pk])
    if not isinstance(root, Relationship):
        check_versions(root)


def stateful(root: Any) -> Iterator[Any]:
    if flow_of(records.name_of(root)):
        yield root
    for flow in parts_of(type(root)):
        yield from flow.model._default_manager.filter(**{flow.root: root})


def check_trail(record: Any, moves: list[Transition]) -> None:
    """From nothing to where it stands, each move beginning where the last one ended."""
    states = [move.from_state for move in moves]
    assert states == ["", *(move.to_state for move in moves[:-1])], record
    assert moves[-1].to_state == record.state, record


def check_versions(root: Any) -> None:
    """Counted up by one with each act on the root; an act that makes something under it counts on it, too."""
    own = sorted(Act.objects.filter(root_id=root.pk).values_list("version", flat=True))
    beside = Act.objects.filter(on_id=root.pk).exclude(root_id=root.pk).count()
    assert len(set(own)) == len(own)
    assert own[0] == 1
    assert len(own) <= root.version <= len(own) + beside


def check_everything(world: World) -> None:
    """All invariants, for every company that looks."""
    for company in (world.sponsor, world.cmo, world.other_sponsor):
        with as_organisation(company.organisation.pk):
            for root in roots_seen():
                check_root(root)
            for log in Log.objects.all():
                assert check_log(log) == []
    nothing_crosses(world)


def nothing_crosses(world: World) -> None:
    """No row of one sponsor's relationship is there for the other, nor any for a company with neither."""
    shared = [model for model in guarded_models() if hasattr(model, "relationship_id")]
    assert len(shared) > 20
    for company, foreign in (
        (world.sponsor, [world.other_relationship.pk]),
        (world.other_sponsor, [world.relationship.pk]),
        (world.other_cmo, [world.relationship.pk, world.other_relationship.pk]),
    ):
        with as_organisation(company.organisation.pk):
            for model in shared:
                column = "pk" if model is Relationship else "relationship_id"
                assert not model._default_manager.filter(**{f"{column}__in": foreign}).exists(), model


def begin(world: World) -> None:
    """Something of almost every step that waits for somebody."""
    world.issue_order("1", ("22000", "44000"))
    world.issue_order("2", ("66000",))
    order = order_confirmed(world, "3")
    [line] = world.rows(OrderLine, order_id=order)
    quality.under_review(world, batches.batch_produced(world, order, line))
    plans.forecast_published(world)
    prices.quoted(world, price="2.20")
    agreements.quality_agreement_proposed(world, "4")
    agreements.document_submitted(world, kind="artwork")


@contextmanager
def undone() -> Iterator[None]:
    """A savepoint that Django's own bookkeeping does not see, since the engine insists on being outermost."""
    point = connection.savepoint()
    try:
        yield
    finally:
        connection.savepoint_rollback(point)


@pytest.mark.timeout(300)
def test_whatever_anybody_does_what_must_hold_holds(world):
    ready_to_order(world)
    swapped = replace(
        world, sponsor=world.other_sponsor, relationship=world.other_relationship, item=world.other_item
    )
    ready_to_order(swapped)
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()

    @settings(
        max_examples=4, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate), database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.integers(0, 2**32))
    def walk(seed: int) -> None:
        with undone():
            begin(world)
            walker = Walker(world, seed)
            for _step in range(STEPS):
                outcome = walker.step()
                if outcome is not None:
                    with as_organisation(world.cmo.organisation.pk):
                        for root in roots_seen():
                            if root.pk == outcome.record_id:
                                check_root(root)
            check_everything(world)
            done.update(walker.done)
            refused.update(walker.refused)

    walk()
    assert sum(done.values()) >= 10, (done, refused)
    assert sum(refused.values()) >= 10, (done, refused)
