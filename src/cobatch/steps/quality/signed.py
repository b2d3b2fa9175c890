"""What a signer of this step is shown and signs: the record, without states and signatures."""

from typing import Any

from cobatch.steps.agreements.queries import file_of
from cobatch.steps.batches.models import Batch
from cobatch.steps.quality.decisions import CmoDisposition, Countersigned, MarketDecision, QpRelease, Release
from cobatch.steps.quality.models import ArtifactRequest, ArtifactVersion, CertificateResult
from cobatch.steps.quality.payloads import Analysis, ResultReported, Review, Submission
from cobatch.steps.quality.queries import artifacts_of, newest_certificate, newest_files, specification_of

Json = dict[str, Any]


def _request(request: ArtifactRequest) -> Json:
    return {"request": request.number, "kind": request.kind, "batch": request.batch.number}


def _file(version: ArtifactVersion) -> Json:
    return {
        "name": version.file.name,
        "sha256": version.file.digest,
        "pages": version.pages,
        "true_copy": version.true_copy,
    }


def true_copy(request: ArtifactRequest, payload: Submission) -> Json:
    """The files as handed over, declared certified true copies."""
    files = [(given, file_of(request, given.file)) for given in payload.files]
    return _request(request) | {
        "round": request.round + 1,
        "files": [
            {"name": file.name, "sha256": file.digest, "pages": given.pages, "true_copy": True}
            for given, file in files
            if file is not None
        ],
    }


def review(request: ArtifactRequest, payload: Review) -> Json:
    """The files of the last round and what the reviewer says of them."""
    return _request(request) | {
        "round": request.round,
        "files": [_file(version) for version in newest_files([request])[request.pk]],
        "outcome": payload.outcome,
        "closes": [str(pk) for pk in payload.closes],
        "comments": [comment.model_dump() for comment in payload.comments],
    }


def certificate(request: ArtifactRequest, payload: Analysis) -> Json:
    """The certificate of analysis, test by test."""
    specification = specification_of(request)
    return _request(request) | {
        "item": request.batch.item.sponsor_number,
        "specification": specification.subject() if specification else None,
        "sample": payload.sample,
        "laboratory": payload.laboratory,
        "results": [_reported(result) for result in payload.results],
    }


def _reported(result: ResultReported) -> Json:
    return {
        "test": result.test, "method": result.method, "limit_low": result.limit_low,
        "limit_high": result.limit_high, "result": result.result, "decimals": result.decimals,
        "unit": result.unit, "n": result.n, "tested_on": result.tested_on,
    }  # fmt: skip


def _stored(result: CertificateResult) -> Json:
    return {
        "test": result.test, "method": result.method, "limit_low": result.limit_low,
        "limit_high": result.limit_high, "result": result.reported, "decimals": result.decimals,
        "unit": result.unit, "verdict": result.verdict,
    }  # fmt: skip


def batch_as_shown(batch: Batch) -> Json:
    """The batch with its certificate and documents: the same for both companies' signers."""
    requests, issued = artifacts_of(batch), newest_certificate(batch)
    files = newest_files(requests)
    return {
        "number": batch.number,
        "sponsor_lot": batch.sponsor_lot,
        "item": {"number": batch.item.sponsor_number, "name": batch.item.name},
        "order": batch.order.number,
        "packed": batch.packed,
        "expiry": batch.expiry,
        "printed_expiry": batch.printed_expiry,
        "certificate": issued and {
            "number": issued.number,
            "specification": issued.specification.subject(),
            "results": [_stored(row) for row in sorted(issued.results.all(), key=lambda row: row.position)],
        },
        "artifacts": [
            {"number": request.number, "kind": request.kind, "round": request.round,
             "files": [_file(version) for version in files[request.pk]]}
            for request in requests
        ],
    }  # fmt: skip


def cmo_disposition(batch: Batch, payload: CmoDisposition) -> Json:
    """The batch and the manufacturer's decision on it."""
    return {"batch": batch_as_shown(batch), "disposition": payload.model_dump()}


def release(batch: Batch, payload: Release) -> Json:
    """The batch and the sponsor's decisions on its markets."""
    return {"batch": batch_as_shown(batch), "decisions": [_decision(each) for each in payload.decisions]}


def qp_release(batch: Batch, payload: QpRelease) -> Json:
    """The same with the entry in the register of certified batches."""
    return release(batch, payload) | {
        "register_entry": payload.register_entry,
        "authorisation": payload.authorisation,
    }


def rejection(batch: Batch, payload: Countersigned) -> Json:
    """The batch, and what becomes of its goods."""
    return {"batch": batch_as_shown(batch), "decision": "rejected", "disposal": payload.disposal}


def _decision(decision: MarketDecision) -> Json:
    return decision.model_dump()
