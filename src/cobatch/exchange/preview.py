"""What would come of a file: every row as read, and what the engine would say to each act. Nothing is saved."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cobatch.exchange.building import Builder, Group
from cobatch.exchange.cells import Grid
from cobatch.exchange.declare import Sheet
from cobatch.exchange.lines import Line, LineReader, Problem
from cobatch.exchange.mapping import Assignment
from cobatch.kernel import clock
from cobatch.kernel.canonical import digest
from cobatch.kernel.refusals import ActError, BadPayload, Refusal
from cobatch.network.actors import Actor
from cobatch.network.models import Relationship
from cobatch.touchpoints import performing, preconditions
from cobatch.touchpoints.models import Act

MOST_ACTS = 500  # one request performs them one by one


@dataclass
class Planned:
    """One act that a file asks for. `known` when exactly this was done before: `record_id` is what it made."""

    group: Group
    payload: dict[str, Any] | None = None
    key: str = ""
    record_id: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def known(self) -> bool:
        """True when this act was performed already and confirming changes nothing."""
        return bool(self.record_id)


@dataclass
class Preview:
    """All that a file asks for, and why it may not be confirmed."""

    sheet: Sheet
    reader: LineReader
    builder: Builder
    plans: list[Planned]
    problems: list[Problem]  # of the file as a whole

    @property
    def refused(self) -> bool:
        """One problem anywhere, and nothing is saved."""
        return bool(self.problems) or any(plan.problems for plan in self.plans)

    @property
    def new(self) -> list[Planned]:
        """What confirming would perform."""
        return [plan for plan in self.plans if not plan.known]


def preview(
    sheet: Sheet, grid: Grid, mapping: Assignment, relationship: Relationship, actor: Actor
) -> Preview:
    """Read every row and ask the engine about every act, inside a transaction that leaves nothing behind."""
    reader = LineReader(sheet, grid, mapping)
    builder = Builder(reader, relationship)
    found = Preview(sheet, reader, builder, [], list(_of_file(reader)))
    if found.problems:
        return found
    found.plans = [_planned(builder, group) for group in builder.groups()]
    if len(found.plans) > MOST_ACTS:
        words = {"count": len(found.plans), "most": MOST_ACTS}
        text = _("The file has %(count)s numbers; at most %(most)s are taken at once.") % words
        found.problems = [Problem(grid.header, "", text)]
        return found
    _find_known(found.plans, actor)
    with transaction.atomic():
        for plan in found.new:
            plan.problems = plan.group.problems + _refusals(builder, plan, actor)
        transaction.set_rollback(True)
    return found


def _of_file(reader: LineReader) -> list[Problem]:
    header = reader.grid.header
    problems = [
        Problem(header, "", _("Choose which column is “%(field)s”.") % {"field": column.title})
        for column in reader.missing()
    ]
    problems += [Problem(header, "", text) for text in reader.fixed_problems.values()]
    if not problems and not reader.grid.body():
        problems.append(Problem(header, "", _("There are no rows below the headings.")))
    return problems


def _planned(builder: Builder, group: Group) -> Planned:
    if group.problems:
        return Planned(group)
    payload, takes = builder.payload(group.lines), builder.sheet.touchpoint.takes
    try:
        # In the one form that a payload has, so that the same order is the same however its cells are written.
        payload = preconditions.parse(builder.sheet.touchpoint, payload).model_dump(mode="json")
    except BadPayload:
        return Planned(group, payload)
    about = {"code": builder.sheet.code, "relationship": builder.relationship.pk, "number": group.number}
    return Planned(group, payload, digest(about | {"payload": takes.model_validate(payload)}))


def _find_known(plans: list[Planned], actor: Actor) -> None:
    keys = [plan.key for plan in plans if plan.key]
    acts = Act.objects.filter(organisation_id=actor.organisation_id, key__in=keys).values_list(
        "key", "answer"
    )
    known = {key: answer["record"]["id"] for key, answer in acts}
    for plan in plans:
        plan.record_id = known.get(plan.key, "")


def _refusals(builder: Builder, plan: Planned, actor: Actor) -> list[Problem]:
    """The engine's own checks, on the rows that could be read, so that all reasons are known at once."""
    lines = [line for line in plan.group.lines if not line.problems]
    if not lines or not plan.group.number:
        return []
    payload = plan.payload or builder.payload(lines)
    performance = performing.begin(
        builder.sheet.touchpoint, builder.relationship, payload, actor, clock.now()
    )
    try:
        performance.check(builder.relationship.version, None)
    except ActError as refused:
        return [_located(builder, reason, lines) for reason in refused.reasons]
    return []


def _located(builder: Builder, reason: Refusal, lines: list[Line]) -> Problem:
    """The engine points into the payload; the user looks at a cell."""
    way = (reason.field or "").strip("/").split("/")
    if way[0] == builder.sheet.lines and len(way) > 1 and way[1].isdigit() and int(way[1]) < len(lines):
        row, key = lines[int(way[1])].row, ".".join(way[2:])
    else:
        row, key = lines[0].row, ".".join(way)
    return builder.reader.problem(row, key, str(reason.text))
