"""What a proposal of a quality agreement must say, and what it is refused for."""

import pytest

from cobatch.kernel.calendars import hours
from cobatch.kernel.refusals import BadPayload, Refused
from cobatch.kernel.roles import Role
from cobatch.steps.agreements.models import QualityAgreement
from cobatch.steps.agreements.touchpoints.agreement import usual_matrix
from tests.setups import agreements

QA = Role.QUALITY_ASSURANCE
PROPOSE = "agreements.propose_quality_agreement"


def test_a_version_is_proposed_once(world):
    agreements.quality_agreement_proposed(world)
    payload = agreements.agreement(world)
    before = world.traces()

    with pytest.raises(Refused) as refused:
        world.act(PROPOSE, world.relationship, payload, world.cmo.actor(QA))

    assert refused.value.code == "revision_taken"
    assert world.traces() == before


def test_a_file_of_another_relationship_is_no_file_here(world):
    other = agreements.handed_over(world, relationship=world.other_relationship)
    before = world.traces()

    payload = agreements.agreement(world, file=str(other.pk))
    with pytest.raises(Refused) as refused:
        world.act(PROPOSE, world.relationship, payload, world.sponsor.actor(QA))

    assert (refused.value.code, refused.value.reasons[0].field) == ("file_unknown", "/file")
    assert world.traces() == before


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"code": "deviation_major", "activity": "Deviation", "term": "one day"}, "/responsibilities/0/term"),
        ({"code": "deviation_major", "activity": "Deviation", "cmo": "X"}, "/responsibilities/0/cmo"),
        ({"code": "Deviation!", "activity": "Deviation"}, "/responsibilities/0/code"),
    ],
)
def test_the_matrix_is_one_that_clocks_can_run_by(world, row, field):
    payload = agreements.agreement(world, responsibilities=[row])
    with pytest.raises(BadPayload) as refused:
        world.act(PROPOSE, world.relationship, payload, world.sponsor.actor(QA))

    assert [reason.field for reason in refused.value.reasons] == [field]


def test_an_activity_has_one_line(world):
    row = {"code": "recall", "activity": "Recall"}
    payload = agreements.agreement(world, responsibilities=[row, row])
    with pytest.raises(BadPayload):
        world.act(PROPOSE, world.relationship, payload, world.sponsor.actor(QA))


def test_the_usual_matrix_is_suggested_and_its_clocks_can_be_asked_for(world):
    suggested = usual_matrix(world.relationship, None)["responsibilities"]
    pk = agreements.quality_agreement_in_force(world, responsibilities=suggested)

    agreed = world.read(QualityAgreement, pk)
    assert agreed.term("deviation_critical") == hours(24)
    assert agreed.row("market_release")["sponsor"] == "R/A"
    assert agreed.term("manufacture") is None
    assert agreed.row("unheard_of") == {}
