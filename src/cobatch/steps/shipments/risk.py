"""Who bears the risk of loss on the way: it passes to the buyer at the milestone of the Incoterm (R-18)."""

from enum import IntEnum, StrEnum
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side


class Incoterm(StrEnum):
    """Incoterms 2020."""

    EXW = "EXW"
    FCA = "FCA"
    CPT = "CPT"
    CIP = "CIP"
    DAP = "DAP"
    DPU = "DPU"
    DDP = "DDP"
    FAS = "FAS"
    FOB = "FOB"
    CFR = "CFR"
    CIF = "CIF"


class Milestone(IntEnum):
    """How far the goods have come, in order."""

    PREPARED = 0
    AT_DISPOSAL = 1
    HANDED_OVER = 2
    ALONGSIDE = 3
    ON_BOARD = 4
    ARRIVED = 5
    UNLOADED = 6


PASSES = {
    Incoterm.EXW: Milestone.AT_DISPOSAL,
    Incoterm.FCA: Milestone.HANDED_OVER,
    Incoterm.CPT: Milestone.HANDED_OVER,
    Incoterm.CIP: Milestone.HANDED_OVER,
    Incoterm.FAS: Milestone.ALONGSIDE,
    Incoterm.FOB: Milestone.ON_BOARD,
    Incoterm.CFR: Milestone.ON_BOARD,
    Incoterm.CIF: Milestone.ON_BOARD,
    Incoterm.DAP: Milestone.ARRIVED,
    Incoterm.DDP: Milestone.ARRIVED,
    Incoterm.DPU: Milestone.UNLOADED,
}
_POINTS = {
    Milestone.AT_DISPOSAL: _("when the goods stand ready at the manufacturer's"),
    Milestone.HANDED_OVER: _("at hand-over to the carrier"),
    Milestone.ALONGSIDE: _("alongside the ship"),
    Milestone.ON_BOARD: _("on board the ship"),
    Milestone.ARRIVED: _("on arrival, before unloading"),
    Milestone.UNLOADED: _("once unloaded"),
}


def holder(incoterm: str, milestone: Milestone) -> Side:
    """The side that bears a loss that happens after this milestone and before the next one."""
    return Side.SPONSOR if milestone >= PASSES[Incoterm(incoterm)] else Side.CMO


def in_words(incoterm: str, place: str, milestone: Milestone) -> Any:
    """One sentence: who bears the risk now, and since or until when."""
    if holder(incoterm, milestone) is Side.SPONSOR:
        sentence = _("The sponsor bears the risk: under {term} it passed {point}.")
    else:
        sentence = _("The manufacturer bears the risk: under {term} it passes {point}.")
    return format_lazy(
        sentence, term=f"{incoterm} {place}".strip(), point=_POINTS[PASSES[Incoterm(incoterm)]]
    )
