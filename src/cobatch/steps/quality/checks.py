"""The checks a disposition stands on: computed, shown on the batch's page, and demanded by the guards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cobatch.documents.models import Signature
from cobatch.kernel.sides import Side
from cobatch.kernel.words import Words
from cobatch.steps.agreements.queries import quality_agreement_in_force, read_once
from cobatch.steps.batches.models import Batch
from cobatch.steps.batches.queries import expiry_if_released, prints_too_long
from cobatch.steps.quality.models import ArtifactState, DispositionCode
from cobatch.steps.quality.queries import HANDED_IN, artifacts_of, newest_certificate
from cobatch.touchpoints.declare import Meaning


@dataclass(frozen=True)
class Check:
    """One thing that must hold before a batch is released; `text` is said when it does not."""

    code: str
    title: Words
    holds: bool
    text: Words
    at: str | None = None


def cmo_checks(batch: Batch) -> Iterator[Check]:
    """What the manufacturer's release stands on."""
    yield _agreement(batch)
    yield _artifacts(batch, "artifact_missing", gettext_lazy("Documents are with the sponsor"), HANDED_IN)
    issued = newest_certificate(batch)
    clean = issued is not None and all(result.verdict == "pass" for result in issued.results.all())
    yield Check(
        "certificate_missing",
        gettext_lazy("Certificate of analysis issued, all results within limits"),
        clean,
        _("The certificate of analysis has not been issued."),
    )  # fmt: skip
    yield Check(
        "expiry_missing",
        gettext_lazy("Expiry computed and printed"),
        bool(batch.expiry and batch.printed_expiry),
        _("The expiry of the batch has not been computed."),
    )  # fmt: skip


def sponsor_checks(batch: Batch, now: datetime) -> Iterator[Check]:
    """What the sponsor's release stands on."""
    yield _agreement(batch)
    yield signed_by_the_manufacturer(batch)
    accepted = (ArtifactState.ACCEPTED,)
    yield _artifacts(batch, "artifact_not_accepted", gettext_lazy("Documents are accepted"), accepted)
    yield _printed_expiry(batch, now)


def signed_by_the_manufacturer(batch: Batch) -> Check:
    """The other company's signature on its own release (never the sponsor's)."""
    return Check(
        "cmo_signature_missing",
        gettext_lazy("Manufacturer's release is signed"),
        read_once(batch, "cmo_signature", lambda: _has_cmo_signature(batch)),
        _("The manufacturer has not signed its release of the batch."),
    )


def _has_cmo_signature(batch: Batch) -> bool:
    signed = Signature.objects.filter(
        root_id=batch.pk, organisation_id=batch.cmo_id, meaning=str(Meaning.APPROVED)
    )
    return batch.dispositions.filter(Exists(signed), side=Side.CMO, code=DispositionCode.RELEASED).exists()


def _agreement(batch: Batch) -> Check:
    found = read_once(batch, "agreement", lambda: quality_agreement_in_force(batch.relationship_id))
    return Check(
        "no_quality_agreement", gettext_lazy("Quality agreement in force"), found is not None,
        _("No quality agreement is in force."),
    )  # fmt: skip


def _artifacts(batch: Batch, code: str, title: Words, states: tuple[ArtifactState, ...]) -> Check:
    requests = artifacts_of(batch)
    missing = [request for request in requests if request.state not in states]
    names = ", ".join(f"{request.number} {request.get_kind_display()}" for request in missing)
    text = _("Not there yet: %(documents)s.") % {"documents": names}
    return Check(code, title, bool(requests) and not missing, text)


def _printed_expiry(batch: Batch, now: datetime) -> Check:
    """The printed month must not promise more than the expiry that follows from the real release (R-9)."""
    today = batch.relationship.sponsor_site.calendar.local_day(now)
    _last, allowed = expiry_if_released(batch, today)
    words = {"printed": batch.printed_expiry, "allowed": allowed}
    text = (
        _("The packs say %(printed)s, but released today the batch may be used until %(allowed)s only.")
        % words
    )
    title = gettext_lazy("Printed expiry is not later than the real release allows")
    return Check("expiry_too_late", title, not prints_too_long(batch, today), text)
