"""Set-up acts of batches: from what a batch needs to packs in quarantine."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.network.models import Item
from cobatch.steps.agreements.models import (
    DocumentKind,
    DocumentState,
    MasterDocument,
    QualityAgreement,
    QualityAgreementState,
)
from cobatch.steps.batches.models import Batch, BatchStage, StageState
from tests.setups import agreements
from tests.setups.schedules import today
from tests.world import World

SAMPLES, REJECTS, LOSS = 500, 2_000, 1_000
ROUTE = [{"name": "Granulation"}, {"name": "Coating"}, {"name": "Packaging", "bulk": False}]


def ready_to_make(world: World, item: Item | None = None) -> UUID:
    """A quality agreement in force and an effective master batch record, which this gives back."""
    in_force: dict[str, Any] = {
        "relationship_id": world.relationship.pk,
        "state": QualityAgreementState.EFFECTIVE,
    }
    if not world.rows(QualityAgreement, **in_force):
        agreements.quality_agreement_in_force(world)
    wanted: dict[str, Any] = {
        "item_id": (item or world.item).pk,
        "kind": DocumentKind.MASTER_BATCH_RECORD,
        "state": DocumentState.EFFECTIVE,
    }
    for record in world.rows(MasterDocument, **wanted):
        return UUID(str(record.pk))
    return agreements.document_approved(world, item or world.item)


def new_batch(world: World, line: Any, number: str, record: UUID, **values: Any) -> dict[str, Any]:
    """What the creation of a batch says."""
    first = today(world) - timedelta(days=9)
    return {
        "line": str(getattr(line, "pk", line)),
        "number": number,
        "master_record": str(record),
        "planned_start": first.isoformat(),
        "planned_end": (first + timedelta(days=9)).isoformat(),
        "line_cleared": True,
        "stages": ROUTE,
    } | values


def batch_created(world: World, order: UUID, line: Any, number: str = "SF26K0101", **values: Any) -> UUID:
    """A batch with its lot number and route, not begun yet."""
    payload = new_batch(world, line, number, ready_to_make(world), **values)
    return world.act("batches.create", order, payload, world.cmo.actor(Role.PRODUCTION)).record_id


def batch_started(world: World, order: UUID, line: Any, number: str = "SF26K0101", **values: Any) -> UUID:
    """A batch begun eight days ago."""
    batch = batch_created(world, order, line, number, **values)
    payload = {"started_at": clock.instant_text(days_ago(8)), "room": "G-12", "equipment": ["GRN-03"]}
    world.act("batches.start", batch, payload, world.cmo.actor(Role.SUPERVISOR), version=1)
    return batch


def stage_reported(world: World, batch: UUID, good: int) -> None:
    """The next stage of a batch is over."""
    stages = sorted(world.rows(BatchStage, batch_id=batch), key=lambda stage: stage.position)
    number, stage = next((n, each) for n, each in enumerate(stages) if each.state == StageState.PENDING)
    payload = {
        "stage": str(stage.pk),
        "started_at": clock.instant_text(days_ago(7 - number)),
        "ended_at": clock.instant_text(days_ago(6 - number)),
        "good": good,
        "checks_passed": 12,
    }
    version = world.read(Batch, batch).version
    world.act("batches.report_stage", batch, payload, world.cmo.actor(Role.SUPERVISOR), version=version)


def batch_in_packaging(
    world: World, order: UUID, line: Any, number: str = "SF26K0101", packed: int = 21_850, **values: Any
) -> UUID:
    """A batch whose bulk is made and exactly enough for that many packs."""
    batch = batch_started(world, order, line, number, **values)
    stages = sum(stage.bulk for stage in world.rows(BatchStage, batch_id=batch))
    for _stage in range(stages):
        stage_reported(world, batch, bulk_for(world, batch, packed))
    return batch


def output(world: World, packed: int = 21_850, **values: Any) -> dict[str, Any]:
    """What the report of the output says."""
    return {
        "packed": {"value": str(packed), "unit": "H87"},
        "packed_on": today(world).isoformat(),
        "samples": SAMPLES,
        "rejects": [{"reason": "appearance", "count": REJECTS}],
        "explained_loss": LOSS,
        "labels": {"issued": packed + 150, "used": packed, "damaged": 130, "returned": 20},
        "planned_release": (today(world) + timedelta(days=14)).isoformat(),
    } | values


def batch_produced(
    world: World, order: UUID, line: Any, number: str = "SF26K0101", packed: int = 21_850, **values: Any
) -> UUID:
    """A packed batch in quarantine at the manufacturer; 21 850 packs of the world's item are 98.32 %."""
    batch = batch_in_packaging(world, order, line, number, packed, **values)
    version = world.read(Batch, batch).version
    world.act(
        "batches.report_output",
        batch,
        output(world, packed),
        world.cmo.actor(Role.PRODUCTION),
        version=version,
    )
    return batch


def bulk_for(world: World, batch: UUID, packed: int) -> int:
    """Base units that go into packaging for that many packs."""
    [item] = world.rows(Item, pk=world.read(Batch, batch).item_id)
    return packed * int(item.units_per_pack) + SAMPLES + REJECTS + LOSS


def days_ago(days: int) -> datetime:
    """That many days before now."""
    return clock.now() - timedelta(days=days)
