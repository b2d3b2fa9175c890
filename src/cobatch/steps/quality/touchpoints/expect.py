"""The standing list: what the sponsor always needs of a batch that is packed."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.steps.batches.models import Batch
from cobatch.steps.quality.models import ArtifactKind, ArtifactRequest, ArtifactState
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import makes, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import NoPayload
from cobatch.touchpoints.records import born


@touchpoint(
    "quality.expect_batch_record",
    title=_("Expect the batch record"),
    said=_("the batch record was asked for"),
    on=Batch,
    creates=ArtifactRequest,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.SPONSOR,
    moves=makes(ArtifactState.OPEN),
)
def expect_batch_record(act: Context[Batch, NoPayload]) -> Iterator[Fact]:
    """A packed batch: the manufacturer owes its batch record."""
    act.create(_request(act, ArtifactKind.BATCH_RECORD, ArtifactState.OPEN))
    yield from ()


@touchpoint(
    "quality.expect_certificate",
    title=_("Expect the certificate of analysis"),
    said=_("the certificate of analysis was asked for"),
    on=Batch,
    creates=ArtifactRequest,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.SPONSOR,
    moves=makes(ArtifactState.CERTIFICATE_AWAITED),
)
def expect_certificate(act: Context[Batch, NoPayload]) -> Iterator[Fact]:
    """A packed batch: the manufacturer owes its certificate of analysis."""
    act.create(_request(act, ArtifactKind.CERTIFICATE, ArtifactState.CERTIFICATE_AWAITED))
    yield from ()


def _request(act: Context[Batch, NoPayload], kind: ArtifactKind, state: ArtifactState) -> ArtifactRequest:
    relationship = act.on.relationship
    calendar = relationship.cmo_site.calendar
    due = relationship.terms.term("artifact").due(act.now, calendar)
    return ArtifactRequest(
        **born(under=act.on, at=act.now),
        batch=act.on,
        number=act.number("AR"),
        kind=kind,
        state=state,
        needed_by=calendar.local_day(due),
    )
