"""The usual division of responsibilities and clocks (FDA quality agreements 2016, EU GMP chapter 7; R-16).

R does it, A answers for it and decides, C is asked, I is told. The text is the contract's own and is kept as
the two companies sign it, in one language; a clock runs under its code.
"""

from typing import Any


def _row(code: str, activity: str, cmo: str, sponsor: str, term: str = "", note: str = "") -> dict[str, Any]:
    return {"code": code, "activity": activity, "cmo": cmo, "sponsor": sponsor, "term": term, "note": note}


DEFAULTS: tuple[dict[str, Any], ...] = (
    _row("supplier_active", "Approval of suppliers of active substances", "C", "A", "20 bd"),
    _row("supplier_excipient", "Approval of suppliers of excipients", "R", "A", "20 bd"),
    _row("supplier_packaging", "Approval of suppliers of packaging", "R", "A", "20 bd"),
    _row("master_documents", "Master batch records, specifications and methods", "R", "A", "7 cd", "a round"),
    _row("artwork", "Artwork", "C", "R/A", "7 cd", "a round"),
    _row("manufacture", "Manufacture and in-process control", "R/A", "I", note="person in plant: C"),
    _row("testing", "Testing and certificate of analysis", "R", "I", "25 bd", "specifications: sponsor A"),
    _row("deviation_minor", "Minor deviation: log", "R/A", "I", "10 bd"),
    _row("deviation_major", "Major deviation: notice", "R", "A", "1 bd"),
    _row("deviation_critical", "Critical deviation: notice", "R", "A", "24 h"),
    _row("oos_notice", "Result out of specification or trend: notice", "R", "A", "1 bd"),
    _row("oos_close", "Result out of specification or trend: conclusion", "R", "A", "30 bd"),
    _row("change_minor", "Minor change: notice", "R", "I", "30 cd"),
    _row("change_major", "Major change: notice", "R", "A", "90 cd", "up to 180 where filed"),
    _row("cmo_release", "Review of the batch record and release by the manufacturer", "R/A", "C", "20 bd"),
    _row("market_release", "Release to the market, certification by the qualified person", "", "R/A", "5 bd"),
    _row(
        "stability",
        "Stability and retained samples",
        "R",
        "A",
        "30 cd",
        "protocol, trend: sponsor A",
    ),
    _row("complaint", "Complaints", "R", "R/A", "15 bd", "manufacturer investigates"),
    _row("complaint_critical", "Critical complaints", "R", "R/A", "3 bd"),
    _row("recall", "Recall and field alert", "C", "R/A", "24 h", "field alert report: 3 working days"),
    _row("audit_routine", "Routine audits", "R", "R", "730 cd"),
    _row("audit_for_cause", "Audits for cause", "R", "R", "5 bd"),
    _row("subcontractor", "Approval of subcontractors", "R", "A", "20 bd", "asked before, never after"),
    _row("inspection", "Notice of inspections by authorities", "R", "C/A", "1 bd", "answers: before filing"),
    _row("review", "Annual product review", "R", "A", "90 cd", "manufacturer gives the data"),
    _row("retention", "Retention of records, state of validation", "R", "A", note="expiry + 1 year or more"),
)
