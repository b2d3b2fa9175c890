"""The road of one order through all eight steps, leg by leg, for tests that look at every record on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from cobatch.conf import trial
from cobatch.kernel.roles import Role
from cobatch.network.models import Organisation
from cobatch.network.tenancy import as_organisation
from cobatch.steps.orders.models import OrderLine
from cobatch.steps.quality.models import ArtifactKind
from cobatch.touchpoints import records
from cobatch.touchpoints.flow import flows, parts_of
from tests import world as worlds
from tests.setups import agreements, batches, invoices, plans, prices, quality, schedules, shipments
from tests.setups.shipments import Goods
from tests.world import World

PACKED = 21_850


class Road:
    """Goes one leg further each time it is asked; `records()` are all roots of the relationship so far."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.order: Any = None
        self.batch: Any = None
        self.shipment: Any = None
        self.invoice: Any = None

    def legs(self) -> Iterator[str]:
        """Every state that the road of one order goes through."""
        yield "strangers with a relationship"
        yield from self._plan()
        yield from self._price()
        yield from self._agree()
        yield from self._order()
        yield from self._schedule()
        yield from self._make()
        yield from self._release()
        yield from self._ship()
        yield from self._pay()

    def to_the_end(self) -> "Road":
        """All legs at once."""
        for _leg in self.legs():
            pass
        return self

    def _plan(self) -> Iterator[str]:
        cycle = plans.forecast_published(self.world)
        yield "forecast published"
        plans.commit(self.world, cycle)
        yield "forecast answered"
        plans.agree(self.world, cycle)
        yield "forecast half agreed"
        plans.countersign(self.world, cycle)
        yield "forecast agreed"

    def _price(self) -> Iterator[str]:
        prices.signers(self.world)
        prices.requested(self.world)
        yield "price asked for"
        quotation = prices.quoted(self.world)
        yield "price quoted"
        prices.approve(self.world, quotation)
        yield "price half signed"
        prices.agree(self.world, quotation)
        yield "price agreed"

    def _agree(self) -> Iterator[str]:
        world = self.world
        agreement = agreements.quality_agreement_proposed(world)
        yield "quality agreement proposed"
        for version, company in ((1, world.sponsor), (2, world.cmo)):
            by = company.actor(Role.QUALITY_ASSURANCE)
            world.act("agreements.sign_quality_agreement", agreement, {}, by, version=version)
            yield "quality agreement signed"
        document = agreements.document_submitted(world)
        yield "document submitted"
        world.act(
            "agreements.review_document", document, {}, world.cmo.actor(Role.QUALITY_ASSURANCE), version=1
        )
        yield "document reviewed"
        world.act(
            "agreements.approve_document",
            document,
            {},
            world.sponsor.actor(Role.QUALITY_ASSURANCE),
            version=2,
        )
        quality.specification_effective(world, world.item.pk)
        yield "documents effective"

    def _order(self) -> Iterator[str]:
        world = self.world
        self.order = world.issue_order("4500018231")
        yield "order issued"
        [line] = world.rows(OrderLine, order_id=self.order)
        offer = {
            "line": str(line.pk), "answer": "change", "quantity": {"value": "22000", "unit": "H87"},
            "promised_date": "2027-04-02", "reason": "materials",
        }  # fmt: skip
        by = world.cmo.actor(Role.CUSTOMER_SERVICE)
        world.act("orders.confirm", self.order, {"answers": [offer]}, by, version=1)
        yield "change proposed"
        decision = {"line": str(line.pk), "decision": "accept"}
        buyer = world.sponsor.actor(Role.BUYER)
        world.act("orders.resolve", self.order, {"decisions": [decision]}, buyer, version=2)
        yield "line agreed"

    def _schedule(self) -> Iterator[str]:
        schedule = schedules.schedule_published(self.world)
        yield "schedule published"
        planner = self.world.sponsor.actor(Role.SUPPLY_PLANNER)
        self.world.act("schedules.accept", schedule, {}, planner, version=1)
        yield "schedule accepted"

    def _make(self) -> Iterator[str]:
        world = self.world
        [line] = world.rows(OrderLine, order_id=self.order)
        number = "SF26H0101"
        self.batch = batches.batch_created(world, self.order, line, number)
        yield "batch created"
        started = {
            "started_at": batches.clock.instant_text(batches.days_ago(8)),
            "room": "G-12",
            "equipment": [],
        }
        self._on("batches.start", self.batch, started, Role.SUPERVISOR)
        yield "batch started"
        for _stage in range(2):
            batches.stage_reported(world, self.batch, batches.bulk_for(world, self.batch, PACKED))
            yield "stage reported"
        self._on("batches.report_output", self.batch, batches.output(world, PACKED), Role.PRODUCTION)
        yield "batch produced"

    def _release(self) -> Iterator[str]:
        world = self.world
        quality.submit_record(world, self.batch)
        yield "batch record submitted"
        quality.issue_certificate(world, self.batch)
        yield "certificate issued"
        quality.review(world, self.batch, ArtifactKind.BATCH_RECORD)
        quality.review(world, self.batch, ArtifactKind.CERTIFICATE)
        yield "documents accepted"
        quality.certify(world, self.batch)
        yield "manufacturer's release"
        quality.decide(world, self.batch, {"market": "US"})
        yield "released"

    def _ship(self) -> Iterator[str]:
        self.shipment = shipments.instructed(self.world, self.goods)
        yield "shipment instructed"
        shipments.dispatch(self.world, self.shipment)
        yield "shipment on its way"

    def _pay(self) -> Iterator[str]:
        self.invoice = invoices.submit(self.world, self.goods)
        yield "invoice before the receipt"
        shipments.receive(self.world, self.shipment)
        yield "received, invoice matched"
        invoices.may_approve(self.world)
        invoices.approve(self.world, self.invoice)
        yield "approved"
        invoices.remit(self.world, self.invoice)
        yield "paid"
        invoices.confirm_cash(self.world, self.invoice, "45885.00")
        yield "settled"

    @property
    def goods(self) -> Goods:
        """The batch, as set-ups of shipments and invoices know it."""
        [line] = self.world.rows(OrderLine, order_id=self.order)
        return Goods(self.order, line.pk, self.batch, PACKED)

    def _on(self, code: str, pk: UUID, payload: dict[str, Any], role: Role) -> None:
        model = batches.Batch
        version = self.world.read(model, pk).version
        self.world.act(code, pk, payload, self.world.cmo.actor(role), version=version)

    def records(self) -> list[Any]:
        """All roots of the relationship, as the sponsor reads them now."""
        parts = {flow.record for flow in flows() if flow.root}
        found: list[Any] = []
        with as_organisation(self.world.sponsor.organisation.pk):
            for name in records.names():
                model = records.model_named(name)
                if name in parts or model is Organisation or not hasattr(model, "version"):
                    continue
                found += model.objects.select_related(*records.sides(model))
        return found

    def states_of(self, record: Any) -> str:
        """The state of a root and of all its parts in one word."""
        with as_organisation(self.world.sponsor.organisation.pk):
            states = {
                f"{flow.record}:{state}"
                for flow in parts_of(type(record))
                for state in flow.model._default_manager.filter(**{flow.root: record}).values_list(
                    "state", flat=True
                )
            }
        return "|".join([str(getattr(record, "state", "")), *sorted(states)])


@contextmanager
def whole_road(blocker: Any, superuser_url: str) -> Iterator[Road]:
    """A road really gone to its end, for all tests of a module that only look; the standing world comes back."""
    with blocker.unblock():
        trial.empty_all(superuser_url)
        worlds.forget()
        try:
            yield Road(worlds.build()).to_the_end()
        finally:
            trial.empty_all(superuser_url)
            worlds.forget()
            worlds._standing["world"] = worlds.build()
