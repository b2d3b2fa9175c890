"""The page and the JSON of a forecast."""

import pytest

from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation, choose
from cobatch.steps.plans.grid import grid_of
from cobatch.steps.plans.models import ForecastCycle
from cobatch.steps.plans.pages import forecast_json
from cobatch.steps.plans.tests.test_commit import short_in_january
from tests.setups import plans

DECEMBER = ("66000", "44000", "44000", "66000", "66000", "44000", "44000")

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


def page(client, path, person):
    choose(None)
    client.force_login(person)
    return client.get(path)


def row(grid, title):
    return next(row["cells"] for row in grid["products"][0]["rows"] if row["title"] == title)


def grid(world, cycle):
    with as_organisation(world.sponsor.organisation.id):
        return grid_of(ForecastCycle.objects.get(pk=cycle), None)


def test_a_shortage_shows_how_much_why_and_until_when(world):
    cycle = plans.forecast_published(world)
    plans.commit(world, cycle, short_in_january(world))

    found = grid(world, cycle)

    assert [month["text"] for month in found["months"]][:2] == ["Dec 2026", "Jan 2027"]
    assert row(found, "Wanted")[1]["text"] == "66,000"
    assert row(found, "Short")[1] == {
        "text": "22,000",
        "tone": "bad",
        "sub": "people · made up by 12 Feb 2027",
    }
    assert row(found, "Short")[2] == {"text": "–"}


def test_a_breach_shows_against_what_was_agreed(world):
    plans.forecast_agreed(world)
    cycle = plans.forecast_published(world, DECEMBER, "2026-12")

    change = row(grid(world, cycle), "Change")

    assert change[3] == {"text": "+50 %", "tone": "warn", "sub": "beyond the zone"}
    assert change[4] == {"text": "–"}


def test_both_companies_find_the_pages_and_strangers_do_not(world, client):
    cycle = plans.forecast_agreed(world)
    person = world.cmo.people[Role.PLANNER]

    listed = page(client, "/forecasts/", person)
    shown = page(client, f"/forecasts/{cycle}/", person)

    assert "2026-11" in listed.content.decode()
    assert shown.status_code == 200
    words = shown.content.decode()
    assert '<th scope="row">Binding</th>' in words
    assert "49,500" in words
    assert page(client, f"/forecasts/{cycle}/", world.other_cmo.administrator).status_code == 404
    assert page(client, f"/forecasts/{cycle}/", world.sponsor.people[Role.BUYER]).status_code == 200


def test_the_json_of_a_forecast(world):
    cycle = plans.forecast_agreed(world)

    with as_organisation(world.cmo.organisation.id):
        found = forecast_json(ForecastCycle.objects.get(pk=cycle), whole=True)

    assert (found["month"], found["state"], found["version"]) == ("2026-11", "agreed", 1)
    first = found["rows"][0]
    assert (first["month"], first["zone"], first["binding"]) == (
        "2026-12",
        "frozen",
        {"value": "44000", "unit": "H87"},
    )
