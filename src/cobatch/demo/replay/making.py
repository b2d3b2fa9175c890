"""A batch for every line: made, documented, released by both companies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from cobatch.demo.replay.companies import morning
from cobatch.demo.replay.history import SLOWEST_DAYS, SPONSOR, Consignment, Item, Order
from cobatch.demo.replay.player import Cue, Player
from cobatch.demo.replay.preparing import document, no_paper
from cobatch.demo.replay.reading import Row
from cobatch.kernel import clock
from cobatch.kernel.decimals import plain_decimal
from cobatch.kernel.roles import Role
from cobatch.steps.quality.markets import needs_qualified_person
from cobatch.steps.quality.models import ArtifactKind, ArtifactRequest

Payload = Callable[[Player], dict[str, Any]]
STAGES = [{"name": "Making"}, {"name": "Packaging", "bulk": False}]
STATEMENTS = {"batch_record_reviewed": True, "audit_trail_reviewed": True, "no_open_deviation": True}
LONGEST_ROOM = 60


@dataclass(frozen=True)
class Days:
    """Between order and arrival: begun, packed, released, handed over. All may be one day."""

    begun: date
    packed: date
    released: date
    left: date

    @classmethod
    def of(cls, consignment: Consignment) -> "Days":
        """Spread over the time there was, of which at most the last sixty days."""
        begun = max(consignment.order.day, consignment.delivered - timedelta(days=SLOWEST_DAYS))
        span = (consignment.delivered - begun).days
        return cls(begun, *(begun + timedelta(days=span * part // 4) for part in (1, 2, 3)))


@dataclass(frozen=True)
class Making:
    """One batch: the line it is for, and when it is made."""

    order: Order
    row: Row
    days: Days

    @property
    def key(self) -> str:
        """The name of the batch's record."""
        return f"L{self.row.number}"

    @property
    def item(self) -> Item:
        """What is made."""
        return self.order.vendor.item_of(self.row)

    @property
    def units(self) -> int:
        """Tablets, vials or tests in these packs."""
        return int(self.row.quantity) * self.row.pack

    @property
    def start(self) -> datetime:
        """When the first of it was mixed."""
        return morning(self.days.begun, 9, 10)

    def by(self, role: Role) -> tuple[str, Role]:
        """Somebody at the manufacturer."""
        return self.order.vendor.code, role


def order_line(player: Player, order: Order, row: Row) -> str:
    """The line of the issued order that stands for a row of the file."""
    return player.parts(order.key, "order_line")[order.rows.index(row)]


def packs(row: Row) -> dict[str, str]:
    """All that a row is about: as much is made, shipped and received as was ordered."""
    return {"value": plain_decimal(row.quantity), "unit": "H87"}


def lines(making: Making) -> Iterator[Cue]:
    """From the lot number to the release for the order's market."""
    yield from _made(making)
    yield from _documented(making)
    yield from _released(making)


def _made(making: Making) -> Iterator[Cue]:
    key, days, production = making.key, making.days, making.by(Role.PRODUCTION)
    yield Cue(morning(days.begun, 9), production, "batches.create", key, making.order.key, _new(making))
    start = {"started_at": clock.instant_text(making.start), "room": making.row.site[:LONGEST_ROOM]}
    yield Cue(making.start, production, "batches.start", f"{key}:start", key, start)
    at = morning(days.packed, 10)
    yield Cue(at, production, "batches.report_stage", f"{key}:stage", key, _stage(making, at))
    count = int(making.row.quantity)
    output = {
        "packed": packs(making.row), "packed_on": days.packed, "labels": {"issued": count, "used": count},
        "planned_release": days.released,
    }  # fmt: skip
    at = morning(days.packed, 10, 30)
    yield Cue(at, production, "batches.report_output", f"{key}:output", key, output)


def _new(making: Making) -> Payload:
    def payload(player: Player) -> dict[str, Any]:
        record = document(making.item, "master_batch_record")
        return {
            "line": order_line(player, making.order, making.row), "number": f"LOT-{making.row.number}",
            "master_record": player.records[record], "theoretical": {"value": str(making.units), "unit": "H87"},
            "planned_start": making.days.begun, "planned_end": making.days.packed, "line_cleared": True,
            "stages": STAGES,
        }  # fmt: skip

    return payload


def _stage(making: Making, ended: datetime) -> Payload:
    def payload(player: Player) -> dict[str, Any]:
        [first, _last] = player.parts(making.key, "batch_stage")
        return {
            "stage": first, "started_at": clock.instant_text(making.start), "ended_at": clock.instant_text(ended),
            "good": making.units,
        }  # fmt: skip

    return payload


def _documented(making: Making) -> Iterator[Cue]:
    key, day = making.key, making.days.packed
    record, certificate = ArtifactKind.BATCH_RECORD, ArtifactKind.CERTIFICATE

    def pages(player: Player) -> dict[str, Any]:
        return {"files": [{"file": no_paper(player, making.order.vendor), "pages": 1}]}

    at, by = morning(day, 11), making.by(Role.QUALITY_ASSURANCE)
    yield Cue(at, by, "quality.submit_artifact", f"{key}:record", _asked(making, record), pages)
    at, by = morning(day, 11, 10), making.by(Role.QUALITY_CONTROL)
    yield Cue(
        at,
        by,
        "quality.issue_certificate",
        f"{key}:certificate",
        _asked(making, certificate),
        _analysis(making),
    )
    at, by = morning(day, 11, 30), (SPONSOR, Role.QUALITY_ASSURANCE)
    for kind in (record, certificate):
        on, accept = _asked(making, kind), {"outcome": "accept"}
        yield Cue(at, by, "quality.review_artifact", f"{key}:review:{kind.value}", on, accept)


def _analysis(making: Making) -> Payload:
    conforms = {
        "test": "Conforms to its specification", "method": "not handed down", "limit_low": 1, "decimals": 0,
        "result": 1, "unit": "", "n": 1, "analyst": "–", "tested_on": making.days.packed,
    }  # fmt: skip

    def payload(player: Player) -> dict[str, Any]:
        specification = player.records[document(making.item, "specification")]
        return {"specification": specification, "results": [conforms]}

    return payload


def _asked(making: Making, kind: ArtifactKind) -> Callable[[Player], UUID]:
    return lambda player: request(player, making, kind)


def request(player: Player, making: Making, kind: ArtifactKind) -> UUID:
    """What the sponsor asked for when the batch was packed."""
    name = f"{making.key}:asked:{kind.value}"
    if name not in player.records:
        asked = ArtifactRequest.objects.filter(batch_id=player.records[making.key])
        for pk, of in player.see(SPONSOR, lambda: list(asked.values_list("pk", "kind"))):
            player.records[f"{making.key}:asked:{of}"] = pk
    return player.records[name]


def _released(making: Making) -> Iterator[Cue]:
    key, day, market = making.key, making.days.released, making.row.market
    decision = {"decision": "release", **STATEMENTS}
    at, by = morning(day, 12), making.by(Role.QUALITY_ASSURANCE)
    yield Cue(at, by, "quality.certify", f"{key}:certify", key, decision)
    accepted: dict[str, Any] = {"decisions": [{"market": market, "decision": "accepted"}]}
    code, role = "quality.release", Role.QUALITY_ASSURANCE
    if needs_qualified_person(market):
        code, role = "quality.certify_release", Role.QUALIFIED_PERSON
        accepted |= {"register_entry": making.key, "authorisation": "not handed down"}
    yield Cue(morning(day, 12, 30), (SPONSOR, role), code, f"{key}:release", key, accepted)
