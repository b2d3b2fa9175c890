"""Rows of panels and the API's JSON of quality records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cobatch.kernel import clock
from cobatch.kernel.clock import instant_text
from cobatch.kernel.decimals import plain_decimal
from cobatch.kernel.sides import Side
from cobatch.kernel.words import Words
from cobatch.steps.batches.models import Batch, BatchState, MarketState
from cobatch.steps.orders.models import PurchaseOrder
from cobatch.steps.quality.checks import Check, cmo_checks, sponsor_checks
from cobatch.steps.quality.models import (
    ArtifactRequest,
    ArtifactVersion,
    Certificate,
    CertificateResult,
    Disposition,
    DispositionCode,
)
from cobatch.steps.quality.queries import UNDECIDED, newest_certificate
from cobatch.touchpoints.pages import State

TONES = {DispositionCode.RELEASED: "good", DispositionCode.REJECTED: "bad"}


@dataclass(frozen=True)
class Decided:
    """One decision, taken or still owed."""

    batch: str
    company: str
    market: str
    state: State
    person: str | None = None
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Checked:
    """One check with its outcome in words."""

    title: Words
    state: State
    text: Words


def decisions_of(batches: Iterable[Batch]) -> list[Decided]:
    """Both companies' decisions on batches, batch by batch; markets that wait come last."""
    rows = []
    for batch in batches:
        taken = batch.dispositions.select_related("person").order_by("decided_at", "market")
        rows += [_decided(batch, disposition) for disposition in taken]
        rows += [
            Decided(batch.number, batch.relationship.sponsor.name, market.market, _owed(market.state))
            for market in batch.markets.order_by("market")
            if market.state in UNDECIDED
        ]
    return rows


def _decided(batch: Batch, row: Disposition) -> Decided:
    code = DispositionCode(row.code)
    return Decided(
        batch=batch.number,
        company=batch.relationship.organisation_on(Side(row.side)).name,
        market=row.market or _("all"),
        state=State(code.label, TONES[code]),
        person=row.person.name,
        at=row.decided_at,
        note=" · ".join(filter(None, (row.register_entry, row.statement, row.reason, row.disposal))),
    )


def _owed(state: str) -> State:
    return State(MarketState(state).label, "info")


def checks_of(batch: Batch, side: Side) -> list[Checked]:
    """What the next decision on a batch stands on; nothing before the review and after the last decision."""
    if batch.state in (BatchState.PRODUCED, BatchState.UNDER_REVIEW):
        return [_checked(check) for check in cmo_checks(batch)]
    if batch.state == BatchState.CMO_RELEASED:
        return [_checked(check) for check in sponsor_checks(batch, clock.now())]
    return []


def _checked(check: Check) -> Checked:
    state = State(_("met"), "good") if check.holds else State(_("open"), "warn")
    return Checked(check.title, state, "" if check.holds else check.text)


def requests_of(batch: Batch, side: Side) -> list[ArtifactRequest]:
    """The requests on one batch."""
    return list(batch.artifacts.select_related("batch").order_by("number"))


def requests_of_order(order: PurchaseOrder, side: Side) -> list[ArtifactRequest]:
    """The requests on all batches of an order."""
    query = ArtifactRequest.objects.filter(batch__order=order).select_related("batch")
    return list(query.order_by("batch__number", "number"))


def certificates_of_order(order: PurchaseOrder, side: Side) -> list[Certificate]:
    """All certificates of the batches of an order, newest edition first."""
    query = Certificate.objects.filter(batch__order=order).select_related("batch__item", "specification")
    return list(query.order_by("batch__number", "-edition"))


def editions_of(request: ArtifactRequest, side: Side) -> list[Certificate]:
    """The certificates issued on one request, newest first."""
    return list(request.certificates.select_related("batch__item", "specification").order_by("-edition"))


def results_of(batch: Batch, side: Side) -> list[CertificateResult]:
    """The results of a batch's newest certificate."""
    issued = newest_certificate(batch)
    return sorted(issued.results.all(), key=lambda row: row.position) if issued else []


def limits(row: CertificateResult) -> str:
    """95.0 – 105.0, ≤ 0.5 or ≥ 80, with the decimals of the limits."""
    low, high = (
        None if each is None else f"{each:.{row.decimals}f}" for each in (row.limit_low, row.limit_high)
    )
    if low is None:
        return f"≤ {high}"
    return f"≥ {low}" if high is None else f"{low} – {high}"


def request_json(request: ArtifactRequest) -> dict[str, Any]:
    """A request as the API gives it, with the files of its last submission."""
    return {
        "id": str(request.pk),
        "version": request.version,
        "number": request.number,
        "kind": request.kind,
        "state": request.state,
        "batch": {"id": str(request.batch_id), "number": request.batch.number},
        "round": request.round,
        "needed_by": request.needed_by.isoformat(),
        "created_at": instant_text(request.created_at),
        "files": [_file_json(each) for each in _last_files(request)],
        "comments": [
            {"id": str(each.pk), "round": each.round, "page": each.page, "text": each.text,
             "answer": each.answer, "state": each.state}
            for each in sorted(request.comments.all(), key=lambda each: (each.round, each.page, each.pk))
        ],
    }  # fmt: skip


def _last_files(request: ArtifactRequest) -> list[ArtifactVersion]:
    """The files of the last submission, of rows that a list page has read beforehand."""
    last = (each for each in request.versions.all() if each.version == request.round)
    return sorted(last, key=lambda each: each.file.name)


def _file_json(version: ArtifactVersion) -> dict[str, Any]:
    file = version.file
    return {
        "id": str(file.pk), "name": file.name, "sha256": file.digest, "size": file.size,
        "pages": version.pages, "round": version.version, "true_copy": version.true_copy,
    }  # fmt: skip


def certificate_json(certificate: Certificate) -> dict[str, Any]:
    """A certificate as the API gives it, test by test."""
    return {
        "id": str(certificate.pk),
        "version": certificate.version,
        "number": certificate.number,
        "edition": certificate.edition,
        "batch": {"id": str(certificate.batch_id), "number": certificate.batch.number},
        "specification": {"id": str(certificate.specification_id), "number": certificate.specification.number,
                          "revision": certificate.specification.revision},
        "sample": certificate.sample,
        "laboratory": certificate.laboratory,
        "issued_at": instant_text(certificate.issued_at),
        "results": [
            _result_json(row) for row in sorted(certificate.results.all(), key=lambda row: row.position)
        ],
    }  # fmt: skip


def _result_json(row: CertificateResult) -> dict[str, Any]:
    low, high = (None if each is None else plain_decimal(each) for each in (row.limit_low, row.limit_high))
    return {
        "test": row.test, "method": row.method, "limit_low": low, "limit_high": high,
        "decimals": row.decimals, "result": plain_decimal(row.reported), "unit": row.unit, "n": row.count,
        "tested_on": row.tested_on.isoformat(), "verdict": row.verdict,
    }  # fmt: skip
