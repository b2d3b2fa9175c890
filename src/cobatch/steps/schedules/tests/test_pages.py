"""Lists, details, panels and forms of schedules."""

import json
from datetime import timedelta

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Relationship
from cobatch.network.tenancy import choose
from cobatch.steps.orders.models import PurchaseOrder
from cobatch.steps.schedules.models import Schedule
from cobatch.touchpoints import pages
from cobatch.touchpoints.choices import options
from cobatch.touchpoints.declare import touchpoint_named
from cobatch.touchpoints.records import read
from tests.setups.schedules import lines_to_plan, order_confirmed, planned, schedule_published, today


def shown(panel, row):
    return {str(column.title): column.value(row) for column in panel.columns}


def test_a_version_shows_its_batches_with_slack_and_reason(world):
    order_confirmed(world)
    [line] = lines_to_plan(world)
    late = planned(line, "P-1", line.confirmed_date - timedelta(days=27), constraint="people")
    pk = schedule_published(world, [late])
    choose(world.sponsor.organisation.id)
    schedule = read(Schedule, pk)

    [panel] = pages.panels_of("schedule")
    [row] = panel.rows(schedule, Side.SPONSOR)
    cells = shown(panel, row)
    assert (cells["Batch"], cells["Order"]) == ("P-1", "PO 4500000001 · 10")
    assert (str(cells["Slack"].label), cells["Slack"].tone) == ("-3 days", "bad")
    assert str(cells["Reason"]) == "people"
    detail = pages.detail_of("schedule")
    assert str(detail.title(schedule)) == "Schedule v1"
    assert all(fact.value(schedule) is not None for fact in detail.facts)
    sent = json.loads(json.dumps(detail.to_json(schedule)))
    assert [row["slack_days"] for row in sent["rows"]] == [-3]


def test_an_order_shows_what_the_newest_version_plans(world):
    order = order_confirmed(world)
    [line] = lines_to_plan(world)
    schedule_published(world, [planned(line, "P-1", today(world) + timedelta(days=40))])
    newest = schedule_published(
        world, [planned(line, "P-1", today(world) + timedelta(days=50), cause="quality")]
    )
    choose(world.sponsor.organisation.id)

    panel = next(panel for panel in pages.panels_of("order") if panel.name == "schedule")
    [row] = panel.rows(read(PurchaseOrder, order), Side.SPONSOR)

    assert shown(panel, row)["Version"] == "v2"
    assert str(shown(panel, row)["Reason"]) == "moved: quality"
    assert panel.url(row) == f"/schedules/{newest}/"
    page = pages.lists()["schedule"]
    versions = page.model.objects.select_related(*page.related).order_by(page.order)
    assert [page.columns[0].value(each) for each in versions] == ["v2", "v1"]


def test_the_form_of_a_new_version_begins_with_the_one_before(world):
    order_confirmed(world)
    [line] = lines_to_plan(world)
    schedule = schedule_published(world)
    actor = world.cmo.actor(Role.PLANNER)
    choose(world.cmo.organisation.id)
    relationship = read(Relationship, world.relationship.pk)

    begun = touchpoint_named("schedules.publish").initial(relationship, actor)
    assert [row["number"] for row in begun["rows"]] == ["P-001"]
    touchpoint_named("schedules.publish").takes.model_validate(begun)
    assert options("schedules.lines", relationship, actor) == [(str(line.pk), "PO 4500000001 · 10 · HR-101")]
    [(_pk, words)] = options("schedules.rows", read(Schedule, schedule), actor)
    assert words == "P-001 · HR-101"
