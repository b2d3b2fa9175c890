"""Who bears the risk, by Incoterm and milestone."""

import pytest

from cobatch.kernel.sides import Side
from cobatch.steps.shipments.risk import PASSES, Incoterm, Milestone, holder, in_words


@pytest.mark.parametrize(
    ("incoterm", "milestone", "side"),
    [
        ("EXW", Milestone.PREPARED, Side.CMO),
        ("EXW", Milestone.AT_DISPOSAL, Side.SPONSOR),
        ("FCA", Milestone.AT_DISPOSAL, Side.CMO),
        ("FCA", Milestone.HANDED_OVER, Side.SPONSOR),
        ("CIP", Milestone.HANDED_OVER, Side.SPONSOR),
        ("FAS", Milestone.HANDED_OVER, Side.CMO),
        ("FAS", Milestone.ALONGSIDE, Side.SPONSOR),
        ("CIF", Milestone.ALONGSIDE, Side.CMO),
        ("FOB", Milestone.ON_BOARD, Side.SPONSOR),
        ("DAP", Milestone.ON_BOARD, Side.CMO),
        ("DDP", Milestone.ARRIVED, Side.SPONSOR),
        ("DPU", Milestone.ARRIVED, Side.CMO),
        ("DPU", Milestone.UNLOADED, Side.SPONSOR),
    ],
)
def test_risk_passes_at_the_milestone_of_the_term(incoterm, milestone, side):
    assert holder(incoterm, milestone) is side


def test_every_term_says_where_it_passes_and_by_unloading_it_has():
    assert set(PASSES) == set(Incoterm)
    assert {holder(term, Milestone.UNLOADED) for term in Incoterm} == {Side.SPONSOR}


def test_the_sentence_names_term_place_and_point():
    passed = str(in_words("FCA", "Ulm", Milestone.HANDED_OVER))
    assert passed == "The sponsor bears the risk: under FCA Ulm it passed at hand-over to the carrier."
    assert str(in_words("DAP", "Boston", Milestone.HANDED_OVER)).startswith("The manufacturer bears the risk")
