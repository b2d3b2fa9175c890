"""Before the first order: quality agreements in force, master documents effective."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cobatch.demo import finding
from cobatch.demo.cast import BOSTON
from cobatch.demo.crews import ALPENFILL, CORVALE, OF_ITEM, SAHYADRI, Crew
from cobatch.demo.stage import Line, Stage
from cobatch.steps.agreements.matrix import DEFAULTS

DAYS = ("09", "10", "11", "16", "17")
PAPERS = (("master_batch_record", "MBR", "Master batch record"), ("specification", "SPC", "Specification"))


@dataclass(frozen=True)
class Text:
    """One revision of a master document."""

    item: str
    kind: str
    number: str
    revision: str
    title: str
    effective: str
    change: str = ""


LEAFLET = Text("HR-102", "artwork", "ART-HR-102-LFT", "07", "Leaflet EU", "2026-04-01")
NEW_LEAFLET = replace(
    LEAFLET,
    revision="08",
    effective="2026-09-21",
    change="CC-26-088: side effects updated as the authority asked; from SF26I0202 on",
)


def lines() -> Iterator[Line]:
    """Quality agreements, then documents, then the artwork of HR-102 with its change in September."""
    for crew, hour in ((SAHYADRI, "09:30"), (ALPENFILL, "10:00"), (CORVALE, "10:30")):
        yield from _quality_agreement(crew, hour)
    for day, (item, crew) in zip(DAYS, OF_ITEM.items(), strict=True):
        for minute, (kind, prefix, title) in enumerate(PAPERS):
            text = Text(item, kind, f"{prefix}-{item}", "01", title, "2026-04-01")
            yield from _document(crew, text, f"2026-03-{day} 11:{minute:02d}")
    yield from _document(SAHYADRI, LEAFLET, "2026-03-16 12:00")
    yield from _document(SAHYADRI, NEW_LEAFLET, "2026-08-31 11:00")


def _quality_agreement(crew: Crew, hour: str) -> Iterator[Line]:
    name = f"quality agreement {crew.relationship}"

    def payload(stage: Stage) -> dict[str, Any]:
        number = f"QAG-{crew.relationship}"
        return {
            "number": number,
            "revision": "3",
            "title": "Quality agreement",
            "file": finding.file(
                stage, crew.sponsor_quality, crew.relationship, f"{number} rev 3.pdf",
                "Quality agreement, version 3", "Effective from 2 March 2026", pages=34,
            ),
            "effective_from": "2026-03-02",
            "responsibilities": [dict(row) for row in DEFAULTS],
        }  # fmt: skip

    sponsor, sign = crew.sponsor_quality, "agreements.sign_quality_agreement"
    yield Line(
        f"2026-02-03 {hour}", BOSTON, sponsor, "agreements.propose_quality_agreement", crew.relationship,
        payload, name=name,
    )  # fmt: skip
    yield Line(f"2026-02-10 {hour}", BOSTON, sponsor, sign, name)
    yield Line(f"2026-02-12 {hour}", crew.zone, crew.quality, sign, name)


def _document(crew: Crew, text: Text, when: str) -> Iterator[Line]:
    """Signed by its author, by its reviewer the next day, and by the sponsor the day after."""
    name = f"{text.number} {text.revision}"

    def payload(stage: Stage) -> dict[str, Any]:
        shown = (
            f"{text.title} of {text.item}",
            f"Revision {text.revision}, effective {text.effective}",
            text.change,
        )
        file = finding.file(stage, crew.author, crew.relationship, f"{name}.pdf", *shown, pages=4)
        said = {name: getattr(text, name) for name in ("item", "kind", "number", "revision", "change")}
        title = f"{text.title} {text.item}"
        return said | {"title": title, "file": file, "effective_from": text.effective}

    submit = "agreements.submit_document"
    yield Line(when, crew.zone, crew.author, submit, crew.relationship, payload, name=name)
    yield Line(_later(when, 1), crew.zone, crew.quality, "agreements.review_document", name)
    yield Line(_later(when, 2), BOSTON, crew.sponsor_quality, "agreements.approve_document", name)


def _later(when: str, days: int) -> str:
    return (datetime.fromisoformat(when) + timedelta(days=days)).isoformat(" ", "minutes")
