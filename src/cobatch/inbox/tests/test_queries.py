"""What waits on me, on those I stand in for, and on them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cobatch.inbox.queries import count_on_me, open_waits_of, waiting_on_me, waiting_on_them
from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from tests.setups.orders import ready_to_order

MONDAY = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


def on_me(world, company, role, day=None):
    actor = company.actor(role)
    with as_organisation(actor.organisation_id):
        return waiting_on_me(actor.person, day)


def on_them(world, company, role, **options):
    actor = company.actor(role)
    with as_organisation(actor.organisation_id):
        return waiting_on_them(actor, **options)


def name_deputy(world, starts, ends, role=Role.CUSTOMER_SERVICE, deputy=Role.WAREHOUSE):
    payload = {
        "person": world.cmo.people[role].pk, "deputy": world.cmo.people[deputy].pk, "starts": starts, "ends": ends,
    }  # fmt: skip
    world.act("parties.name_deputy", world.cmo.organisation.id, payload, world.cmo.actor(Role.ADMINISTRATOR))


def test_an_order_waits_on_those_who_can_answer_it_with_both_clocks(world):
    with clock.hold_at(MONDAY):
        order = world.issue_order(number="4500000777")
        [entry] = on_me(world, world.cmo, Role.CUSTOMER_SERVICE)

    assert (entry.root_type, entry.root_id, entry.url) == ("order", order, f"/orders/{order}/")
    assert (entry.counterpart, entry.organisation) == ("Halden Ridge", "Sahyadri")
    assert str(entry.title) == "Confirm order"
    assert "4500000777" in entry.subject
    assert "customer_service of Sahyadri" in entry.holders
    assert entry.since_text == "Mon 23 Nov 20:00 Pune · 09:30 Boston"
    assert entry.due_text.endswith("17:00 Pune · 06:30 Boston")
    assert not entry.overdue


def test_it_waits_on_no_other_role_and_not_on_the_sponsor_or_a_stranger(world):
    world.issue_order()

    assert on_me(world, world.cmo, Role.WAREHOUSE) == []
    assert on_me(world, world.sponsor, Role.BUYER) == []
    assert on_me(world, world.other_cmo, Role.CUSTOMER_SERVICE) == []
    assert on_them(world, world.other_sponsor, Role.ADMINISTRATOR) == []


def test_the_sponsor_sees_on_whom_it_waits_its_own_clock_first(world):
    with clock.hold_at(MONDAY):
        world.issue_order()
        [entry] = on_them(world, world.sponsor, Role.BUYER)

    assert (entry.counterpart, entry.organisation) == ("Sahyadri", "Sahyadri")
    assert entry.since_text == "Mon 23 Nov 09:30 Boston · 20:00 Pune"


def test_roles_without_business_on_the_record_see_it_only_when_they_ask_for_all(world):
    world.issue_order()

    assert on_them(world, world.sponsor, Role.TREASURY) == []
    assert len(on_them(world, world.sponsor, Role.TREASURY, everything=True)) == 1
    assert len(on_them(world, world.sponsor, Role.ADMINISTRATOR)) == 1


@pytest.mark.parametrize(
    ("today", "sees"), [("2026-11-22", 0), ("2026-11-23", 1), ("2026-11-27", 1), ("2026-11-28", 0)]
)
def test_a_deputy_sees_it_from_the_first_to_the_last_day(world, today, sees):
    name_deputy(world, "2026-11-23", "2026-11-27")
    world.issue_order()

    found = on_me(world, world.cmo, Role.WAREHOUSE, date.fromisoformat(today))

    assert len(found) == sees
    assert all(entry.standing_in_for == ("customer_service of Sahyadri",) for entry in found)
    assert all("warehouse of Sahyadri" in entry.deputies for entry in found)


def test_without_a_day_a_deputys_day_is_that_of_the_site_of_the_one_stood_in_for(world):
    name_deputy(world, "2026-11-24", "2026-11-24")
    world.issue_order()

    with clock.hold_at(datetime(2026, 11, 23, 18, 20, tzinfo=UTC)):  # 23:50 in Pune
        assert on_me(world, world.cmo, Role.WAREHOUSE) == []
    with clock.hold_at(datetime(2026, 11, 23, 18, 40, tzinfo=UTC)):  # 00:10 in Pune, still the 23rd in UTC
        assert len(on_me(world, world.cmo, Role.WAREHOUSE)) == 1


def test_a_deactivated_holder_is_no_holder_and_needs_no_deputy(world):
    name_deputy(world, "2026-11-23", "2026-11-27")
    world.issue_order()
    gone = {"person": world.cmo.people[Role.CUSTOMER_SERVICE].pk, "reason": "left the company"}
    world.act(
        "parties.deactivate_person", world.cmo.organisation.id, gone, world.cmo.actor(Role.ADMINISTRATOR)
    )

    [entry] = on_them(world, world.sponsor, Role.BUYER)

    assert "customer_service of Sahyadri" not in entry.holders
    assert on_me(world, world.cmo, Role.WAREHOUSE, date(2026, 11, 24)) == []


def test_what_is_due_first_comes_first_and_late_is_overdue(world):
    with clock.hold_at(MONDAY - timedelta(hours=1)):
        ready_to_order(world)
    with clock.hold_at(MONDAY + timedelta(days=7)):
        later = world.issue_order(number="4500000002")
    with clock.hold_at(MONDAY):
        earlier = world.issue_order(number="4500000001")
    with clock.hold_at(MONDAY + timedelta(days=8)):
        found = on_me(world, world.cmo, Role.CUSTOMER_SERVICE)

    assert [(entry.root_id, entry.overdue) for entry in found] == [(earlier, True), (later, False)]


def test_both_sides_see_who_is_waited_on_for_one_record(world):
    order = world.issue_order()

    for company, role in ((world.sponsor, Role.BUYER), (world.cmo, Role.WAREHOUSE)):
        actor = company.actor(role)
        with as_organisation(actor.organisation_id):
            [entry] = open_waits_of(order, actor)
        assert entry.organisation == "Sahyadri"


def test_statements_do_not_grow_with_the_waits(world, django_assert_max_num_queries):
    for number in range(12):
        world.issue_order(number=f"45000001{number:02d}")
    name_deputy(world, "2026-11-23", "2026-11-27")
    servant, buyer = world.cmo.actor(Role.CUSTOMER_SERVICE), world.sponsor.actor(Role.BUYER)

    with as_organisation(servant.organisation_id):
        with django_assert_max_num_queries(4):
            assert len(waiting_on_me(servant.person, date(2026, 11, 24))) == 12
        with django_assert_max_num_queries(2):
            assert count_on_me(servant.person) == 12
    with as_organisation(buyer.organisation_id), django_assert_max_num_queries(4):
        assert len(waiting_on_them(buyer)) == 12
