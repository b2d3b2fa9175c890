"""States of a relationship: proposed by one side, active once the other has accepted."""

from typing import Any

from cobatch.kernel.sides import Side
from cobatch.network.models.relationships import Relationship, RelationshipState
from cobatch.touchpoints.flow import Flow, Wait, declare, within


def other_side(relationship: Any) -> Side:
    """Who has to answer a proposal."""
    return Side(relationship.proposed_by).other


RELATIONSHIP = declare(
    Flow(
        Relationship,
        RelationshipState,
        waits={RelationshipState.PROPOSED: Wait("parties.accept_relationship", other_side, within("10 bd"))},
        rests=frozenset({RelationshipState.ACTIVE}),
        lasting=frozenset({RelationshipState.ACTIVE}),
        ends=frozenset({RelationshipState.DECLINED}),
        tones={
            RelationshipState.PROPOSED: "info",
            RelationshipState.ACTIVE: "good",
            RelationshipState.DECLINED: "bad",
        },
    )
)
