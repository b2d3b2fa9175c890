"""A company adds a site."""

from datetime import date

import pytest

from cobatch.network.models import Site

SITE = {"name": "Dublin plant", "city": "Dublin", "zone": "Europe/Dublin", "country": "IE"}


def test_a_new_site_has_its_own_clock_and_working_days(world, administer):
    administer("parties.add_site", SITE)

    [site] = world.rows(Site, city="Dublin")
    assert site.clock == ("Europe/Dublin", "Dublin")
    assert site.organisation_id == world.sponsor.organisation.pk
    assert not site.calendar.is_working(date(2026, 3, 17))  # St Patrick's Day, a Tuesday
    assert site.calendar.is_working(date(2026, 3, 18))


def test_partners_see_the_site_and_strangers_do_not(world, administer):
    administer("parties.add_site", SITE)

    assert world.rows(Site, world.cmo, city="Dublin")
    assert not world.rows(Site, world.other_sponsor, city="Dublin")


@pytest.mark.parametrize(
    ("wrong", "at"),
    [({"zone": "Europe/Atlantis"}, "/zone"), ({"country": "Ireland"}, "/country"), ({"city": None}, "/city")],
)
def test_a_site_that_is_nowhere_is_refused(refused, wrong, at):
    assert [field for _code, field in refused("parties.add_site", SITE | wrong)] == [at]


def test_only_our_administrator_adds_sites(only_administrators):
    only_administrators("parties.add_site", SITE)
