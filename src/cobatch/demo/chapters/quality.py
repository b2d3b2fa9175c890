"""Step 6: batch records and certificates, their review, and the decisions of both companies."""

from collections.abc import Iterator
from typing import Any

from cobatch.demo import finding
from cobatch.demo.analyses import results
from cobatch.demo.cast import BOSTON, DUBLIN
from cobatch.demo.chapters.batches import day
from cobatch.demo.crews import OF_ITEM, Crew
from cobatch.demo.lots import FOR_THE_UNITED_STATES, LOTS, Lot
from cobatch.demo.stage import Line, Stage

RECORD, CERTIFICATE = "batch_record", "certificate"
PAGES = {"HR-101": 212, "HR-102": 198, "HR-201": 264, "HR-202": 251, "CV-500": 180}
STATEMENTS = {"batch_record_reviewed": True, "audit_trail_reviewed": True, "no_open_deviation": True}
RETURNED = "SF26H0102"


def lines() -> Iterator[Line]:
    """Every batch as far as its papers and decisions have come."""
    for number, lot in enumerate(LOTS, start=101):
        crew = OF_ITEM[lot.item]
        if lot.record:
            yield _record(lot, crew, f"{day(lot.record)} 11:00")
            yield _certificate(lot, crew)
        if lot.number == RETURNED:
            yield from _second_round(lot, crew)
        if lot.accepted:
            yield _review(lot, crew, RECORD, "10:00", closing=lot.number == RETURNED)
            yield _review(lot, crew, CERTIFICATE, "10:30")
        if lot.certified:
            yield _certified(lot, crew)
        if lot.released:
            yield _released(lot, crew, number)


def _record(lot: Lot, crew: Crew, when: str, answers: tuple[str, ...] = ()) -> Line:
    again = " round 2" if answers else ""

    def payload(stage: Stage) -> dict[str, Any]:
        name = f"Batch record {lot.number}{again}.pdf"
        text = (f"{lot.item}, batch {lot.number}", f"Packed {day(lot.packed)}: {lot.packs} packs")
        file = finding.file(stage, crew.quality, crew.relationship, name, *text, pages=PAGES[lot.item])
        found = finding.comments(stage, crew.quality, lot.number, RECORD) if answers else []
        given = [{"comment": str(each.pk), "answer": said} for each, said in zip(found, answers, strict=True)]
        return {"files": [{"file": file, "pages": PAGES[lot.item]}], "answers": given}

    return Line(
        when, crew.zone, crew.quality, "quality.submit_artifact", _request(lot, crew.quality, RECORD), payload
    )


def _certificate(lot: Lot, crew: Crew) -> Line:
    def payload(stage: Stage) -> dict[str, Any]:
        item_id = finding.batch(stage, crew.laboratory, lot.number).item_id
        initials = {"meera": "MJ", "uwe": "UM"}[crew.laboratory]
        return {
            "specification": finding.specification(stage, crew.laboratory, item_id),
            "sample": f"QC-{lot.number}",
            "results": results(lot, initials, day(lot.certificate)),
        }

    return Line(
        f"{day(lot.certificate)} 15:00", crew.zone, crew.laboratory, "quality.issue_certificate",
        _request(lot, crew.laboratory, CERTIFICATE), payload,
    )  # fmt: skip


def _second_round(lot: Lot, crew: Crew) -> Iterator[Line]:
    """The record came back with two comments, and was answered page by page."""
    payload = {
        "outcome": "return",
        "comments": [
            {"page": 46, "text": "The second check of the coating premix weight is not signed."},
            {"page": 112, "text": "The stop of 47 minutes is entered without its cause."},
        ],
    }
    who = crew.sponsor_quality
    yield Line(
        "2026-09-10 10:00", BOSTON, who, "quality.review_artifact", _request(lot, who, RECORD), payload
    )
    answers = (
        "Signed late by the second operator, with date and reason, on page 46.",
        "Cause added: a nozzle of coater 2 was blocked and cleaned; see the deviation.",
    )
    yield _record(lot, crew, "2026-09-15 11:00", answers)


def _review(lot: Lot, crew: Crew, kind: str, hour: str, *, closing: bool = False) -> Line:
    who = crew.sponsor_quality

    def payload(stage: Stage) -> dict[str, Any]:
        found = finding.comments(stage, who, lot.number, kind) if closing else []
        return {"outcome": "accept", "closes": [str(each.pk) for each in found]}

    when = f"{day(lot.accepted)} {hour}"
    return Line(when, BOSTON, who, "quality.review_artifact", _request(lot, who, kind), payload)


def _certified(lot: Lot, crew: Crew) -> Line:
    payload = {
        "decision": "release",
        **STATEMENTS,
        "conformity": "Made and tested under the rules of EU and US GMP.",
    }
    when = f"{day(lot.certified)} 16:00"
    return Line(when, crew.zone, crew.quality, "quality.certify", lot.number, payload)


def _released(lot: Lot, crew: Crew, entry: int) -> Line:
    """By quality assurance for the United States, by the Qualified Person for Germany."""
    if lot.item == "HR-102":
        payload: dict[str, Any] = {
            "decisions": [{"market": "DE", "decision": "accepted"}],
            "register_entry": f"HRI-2026-{entry:04d}",
            "authorisation": "M-11043",
        }
        return Line(
            f"{day(lot.released)} 10:00", DUBLIN, "okafor", "quality.certify_release", lot.number, payload
        )
    packs = FOR_THE_UNITED_STATES.get(lot.number)
    part = {"quantity": {"value": str(packs), "unit": "H87"}} if packs else {}
    return Line(
        f"{day(lot.released)} 09:30", BOSTON, crew.sponsor_quality, "quality.release", lot.number,
        {"decisions": [{"market": "US", "decision": "accepted", **part}]},
    )  # fmt: skip


def _request(lot: Lot, who: str, kind: str) -> Any:
    return lambda stage: finding.request(stage, who, lot.number, kind)
