"""What quality shows: every column, fact and panel has a value on both sides, and the API's JSON is whole."""

import json

import pytest

from cobatch.kernel.canonical import canonical
from cobatch.kernel.sides import Side
from cobatch.network.tenancy import as_organisation
from cobatch.steps.batches.models import Batch
from cobatch.steps.orders.models import PurchaseOrder
from cobatch.steps.quality.models import ArtifactRequest, Certificate
from cobatch.steps.quality.shown import checks_of, decisions_of
from cobatch.touchpoints.choices import options
from cobatch.touchpoints.declare import touchpoint_named
from cobatch.touchpoints.pages import detail_of, lists, panels_of
from cobatch.touchpoints.possible import acts_on
from tests.setups import quality


@pytest.fixture
def batch(world):
    return quality.cmo_released(world, quality.produced(world, markets=["US", "DE"]))


@pytest.mark.parametrize("name", ["artifact_request", "certificate"])
@pytest.mark.parametrize("side", [Side.SPONSOR, Side.CMO])
def test_lists_and_details(world, batch, name, side):
    page, detail = lists()[name], detail_of(name)
    company = world.sponsor if side is Side.SPONSOR else world.cmo
    with as_organisation(company.organisation.pk):
        rows = list(page.model.objects.select_related(*page.related).filter(batch_id=batch))
        assert rows
        for row in rows:
            assert all(column.value(row) is not None for column in page.columns)
            assert detail.title(row) == row.subject()
            assert detail.parent(row).pk == batch
            assert [fact.value(row) for fact in detail.facts]
            body = page.to_json(row)
            assert json.loads(canonical(body)) == body
            for panel in panels_of(name):
                assert all(
                    column.value(each) is not None
                    for each in panel.rows(row, side)
                    for column in panel.columns
                )


def test_panels_of_batch_and_order(world, batch):
    with as_organisation(world.sponsor.organisation.pk):
        record = Batch.objects.select_related(
            "item", "order", "relationship__sponsor", "relationship__cmo"
        ).get(pk=batch)
        order = PurchaseOrder.objects.get(pk=record.order_id)
        for name, on in (("batch", record), ("order", order)):
            ours = {panel.name: panel for panel in panels_of(name) if panel.step == 6}
            for panel in ours.values():
                rows = list(panel.rows(on, Side.SPONSOR))
                assert rows, panel.name
                for row in rows:
                    assert [column.value(row) for column in panel.columns]
                    assert panel.url is None or str(row.pk) in panel.url(row)
            assert {"artifacts", "release"} <= set(ours)


def test_the_release_panel_tells_what_was_signed_and_what_is_owed(world, batch):
    quality.decide(world, batch, {"market": "DE", "quantity": {"value": "1850", "unit": "H87"}})
    with as_organisation(world.cmo.organisation.pk):
        record = Batch.objects.select_related("relationship__sponsor", "relationship__cmo").get(pk=batch)
        rows = decisions_of([record])

    assert [(row.company, row.market, row.person) for row in rows] == [
        ("Sahyadri", "all", "quality_assurance of Sahyadri"),
        ("Halden Ridge", "DE", "qualified_person of Halden Ridge"),
        ("Halden Ridge", "US", None),
    ]
    assert rows[1].note == "HRI-2026-0117"


def test_checks_say_in_words_what_is_missing(world):
    batch = quality.produced(world)
    quality.issue_certificate(world, batch)
    with as_organisation(world.cmo.organisation.pk):
        rows = checks_of(Batch.objects.get(pk=batch), Side.CMO)

    assert [str(row.state.label) for row in rows] == ["met", "open", "met", "met"]
    assert "batch record" in str(rows[1].text)


def test_the_buttons_say_why_an_act_is_not_possible(world, batch):
    quality.decide(world, batch, {"market": "DE", "quantity": {"value": "1850", "unit": "H87"}})
    with as_organisation(world.sponsor.organisation.pk):
        record = Batch.objects.select_related("relationship").get(pk=batch)
        found = {
            each.touchpoint.code: [reason.code for reason in each.reasons]
            for role in (quality.QA, quality.QP)
            for each in acts_on(record, world.sponsor.actor(role))
            if not each.reasons or each.reasons[0].code != "role_missing"
        }
        chosen = options("quality.markets", record, None)

    assert found == {"quality.release": [], "quality.certify_release": ["no_market_waits"]}
    assert chosen == [("US", "US")]


def test_forms_begin_with_what_is_known(world, batch):
    with as_organisation(world.cmo.organisation.pk):
        request = ArtifactRequest.objects.select_related("batch__item").get(
            batch_id=batch, kind="certificate"
        )
        begun = touchpoint_named("quality.issue_certificate").initial(request, None)
        released = touchpoint_named("quality.release").initial(Batch.objects.get(pk=batch), None)
        specification = Certificate.objects.get(batch_id=batch).specification_id

    assert begun["specification"] == str(specification)
    assert [row["test"] for row in begun["results"]] == ["Assay", "Water"]
    assert released == {"decisions": [{"market": "US", "decision": "accepted"}]}
