"""Touch point × state × side × role, from the catalogue: what is not listed there does not happen.

Two proofs. Without a database, every role of every side is tried against every touch point, and every state
of every record against its declared moves. Then on real records in every state the road of one order goes
through, every person of four companies tries every act: who is not of its side finds nothing, who lacks the
role is told so, who comes in another state is told that, and none of these leaves a trace. What happens when
all three fit is each step's own tests' business.
"""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from cobatch.kernel.refusals import ActError, BadPayload, NotYours, Refused
from cobatch.kernel.roles import ROLES_OF, Role
from cobatch.kernel.sides import Side
from cobatch.network.actors import Actor, actor_of
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints import permission, possible, preconditions, records
from cobatch.touchpoints.context import Context, UndeclaredMoveError
from cobatch.touchpoints.declare import catalogue
from cobatch.touchpoints.engine import Request, perform
from cobatch.touchpoints.flow import flow_of, flows
from tests.stories.road import Road

ALL = list(catalogue().values())
BY_PEOPLE = [touchpoint for touchpoint in ALL if not touchpoint.automatic]
SIDES = (Side.SPONSOR, Side.CMO, None)
SIGNATURE = {"signature_needed", "wrong_credentials"}


def member(side: Side | None, role: Role) -> tuple[Any, Actor]:
    """A relationship of two companies and somebody of one of them, or of neither; nothing is in a database."""
    sponsor, cmo, stranger = uuid4(), uuid4(), uuid4()
    ours = {Side.SPONSOR: sponsor, Side.CMO: cmo, None: stranger}[side]
    relationship = SimpleNamespace(side_of={sponsor: Side.SPONSOR, cmo: Side.CMO}.get)
    person = SimpleNamespace(roles=[str(role)], service=False)
    actor = Actor(SimpleNamespace(id=ours), person)  # type: ignore[arg-type]
    return SimpleNamespace(relationship=relationship), actor


@pytest.mark.parametrize("touchpoint", ALL, ids=[each.code for each in ALL])
def test_only_the_listed_roles_of_the_listed_side_may(touchpoint):
    """All cells side × role of one touch point."""
    for side in SIDES:
        for role in Role:
            record, actor = member(side, role)
            listed = (
                side is not None
                and not touchpoint.automatic
                and touchpoint.by in (side, Side.EITHER)
                and role in touchpoint.roles
            )
            assert _may(touchpoint, record, actor) is listed, (side, role)


def _may(touchpoint: Any, record: Any, actor: Actor) -> bool:
    try:
        mine = permission.is_this_sides_act(touchpoint, record, actor)
    except NotYours:
        return False
    return mine and not list(permission.missing_role(touchpoint, actor))


def test_the_permission_table_gives_every_role_of_a_road_something_to_do():
    """A role that may do nothing but look is one of four."""
    working = {role for touchpoint in BY_PEOPLE for role in touchpoint.roles}
    idle = (ROLES_OF[Side.SPONSOR] | ROLES_OF[Side.CMO]) - working

    assert Role.AUDITOR in idle
    assert idle <= {Role.AUDITOR, Role.EXECUTIVE, Role.REGULATORY_AFFAIRS, Role.MATERIAL_PLANNER}


@pytest.mark.parametrize("flow", list(flows()), ids=[flow.record for flow in flows()])
def test_no_act_moves_a_record_in_a_way_that_is_not_declared(flow):
    """Every pair of states against every touch point: the context lets exactly the declared ones pass."""
    for touchpoint in ALL:
        for source in ["", *map(str, flow.states)]:
            for target in flow.states:
                declared = any(
                    move.record == flow.record and source in move.sources and str(target) in move.targets
                    for move in touchpoint.moves
                )
                assert _moves(touchpoint, flow, source, target) is declared, (source, target)


def _moves(touchpoint: Any, flow: Any, source: str, target: Any) -> bool:
    record = flow.model(state=source)
    act: Context[Any, Any] = Context(touchpoint, record, None, None, None)  # type: ignore[arg-type,type-var]
    try:
        act.move(record, target)
    except UndeclaredMoveError:
        return False
    return True


STATEFUL = [each for each in BY_PEOPLE if flow_of(records.name_of(each.on))]


@pytest.mark.parametrize("touchpoint", STATEFUL, ids=[each.code for each in STATEFUL])
def test_a_root_in_another_state_refuses(touchpoint):
    """All states of the root: the act fits exactly where it moves something from or is meant for."""
    flow = flow_of(records.name_of(touchpoint.on))
    assert flow is not None
    sources = touchpoint.sources()
    for state in map(str, flow.states):
        fits = not touchpoint.when or state in touchpoint.when
        if set(sources) == {flow.record}:
            fits = fits and state in sources[flow.record]
        elif sources:
            continue  # its parts decide, which the tests on real records show
        assert preconditions.state_fits(touchpoint, touchpoint.on(state=state)) is fits, state


@pytest.fixture
def road(world) -> Road:
    return Road(world)


def test_on_real_records_only_listed_cells_get_past_the_door(world, road):
    """After each leg of the road: every record, every touch point, every person of four companies."""
    seen: set[tuple[str, str, str]] = set()
    for _leg in road.legs():
        for record in road.records():
            for touchpoint in BY_PEOPLE:
                if touchpoint.on is type(record) and _new(seen, touchpoint, record, road):
                    _every_person_tries(world, touchpoint, record)
    assert len(seen) > len(BY_PEOPLE)


def _new(seen: set[tuple[str, str, str]], touchpoint: Any, record: Any, road: Road) -> bool:
    key = (touchpoint.code, records.name_of(record), road.states_of(record))
    return key not in seen and not seen.add(key)


def _every_person_tries(world: Any, touchpoint: Any, record: Any) -> None:
    before = world.traces()
    for company in (world.sponsor, world.cmo, world.other_sponsor, world.other_cmo):
        known = record.relationship.side_of(company.organisation.pk) is not None
        for person in (company.administrator, *company.people.values()):
            # Of a company that has nothing to do with it, those who would have the role at home are enough.
            if known or {*person.roles} & {str(role) for role in touchpoint.roles}:
                _tries(touchpoint, record, actor_of(person))
    assert world.traces() == before


def _tries(touchpoint: Any, record: Any, actor: Actor) -> None:
    """With a payload that no touch point understands, so that nothing is done even where all fits."""
    side = record.relationship.side_of(actor.organisation_id)
    listed = side is not None and touchpoint.by in (side, Side.EITHER)
    role = bool(actor.roles & {str(each) for each in touchpoint.roles})
    with as_organisation(actor.organisation_id):
        fits = listed and preconditions.state_fits(touchpoint, record)
    if listed and role and fits:
        _agrees_with_the_buttons(touchpoint, record, actor)
        return
    with pytest.raises(ActError) as error:
        perform(Request(touchpoint.code, record.pk, actor, f"m-{uuid4()}", {"nonsense": 1}, record.version))
    if not listed:
        assert isinstance(error.value, NotYours), touchpoint.code
    else:
        assert isinstance(error.value, Refused), touchpoint.code
        assert error.value.code == ("wrong_state" if role else "role_missing"), touchpoint.code


def _agrees_with_the_buttons(touchpoint: Any, record: Any, actor: Actor) -> None:
    """A page offers what the engine would take on: nonsense gets as far as the payload."""
    with as_organisation(actor.organisation_id):
        assert touchpoint in [each.touchpoint for each in possible.acts_on(record, actor)]
    with pytest.raises(ActError) as error:
        perform(Request(touchpoint.code, record.pk, actor, f"m-{uuid4()}", {"nonsense": 1}, record.version))
    assert isinstance(error.value, BadPayload), touchpoint.code
