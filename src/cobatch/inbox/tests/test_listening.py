"""Who hears of an act, on a real LISTEN/NOTIFY."""

import asyncio
import time

import pytest
from asgiref.sync import sync_to_async

from cobatch.inbox.listening import MOST, Listener, Subscriber
from cobatch.inbox.tests.conftest import shared_act

pytestmark = pytest.mark.commits


def heard(subscriber, patience=3.0):
    return subscriber.news(patience)


async def joined(listener, *companies):
    return [await listener.join(company.organisation.id) for company in companies]


def test_both_companies_hear_within_a_second_and_no_third_one_does(committed_world):
    world = committed_world

    async def story():
        listener = Listener()
        ours, theirs, other, fourth = await joined(
            listener, world.sponsor, world.cmo, world.other_sponsor, world.other_cmo
        )
        for one in (ours, theirs, other, fourth):
            await heard(one, 0.1)
        issue = asyncio.create_task(sync_to_async(shared_act)(world))
        record = await issue
        committed = time.monotonic()
        (first, missed), (second, _) = await heard(ours), await heard(theirs)
        assert time.monotonic() - committed < 1
        assert first == second == [record]
        assert not missed
        assert await heard(other, 0.4) == ([], False)
        assert await heard(fourth, 0.1) == ([], False)
        for one in (ours, theirs, other, fourth):
            listener.leave(one)
        assert listener.size == 0

    asyncio.run(story())


def test_what_one_company_does_alone_no_partner_hears(committed_world):
    world = committed_world
    site = {"name": "Dublin", "city": "Dublin", "zone": "Europe/Dublin", "country": "IE"}

    async def story():
        listener = Listener()
        ours, theirs = await joined(listener, world.sponsor, world.cmo)
        for one in (ours, theirs):
            await heard(one, 0.1)
        add = sync_to_async(world.act)
        await add("parties.add_site", world.sponsor.organisation.id, site, world.sponsor.actor_of_admin)
        assert await heard(ours) == ([str(world.sponsor.organisation.id)], False)
        assert await heard(theirs, 0.4) == ([], False)

    world.sponsor.actor_of_admin = world.sponsor.actor("administrator")
    asyncio.run(story())


def test_a_lost_connection_is_made_again_and_streams_are_told_that_they_missed(
    committed_world, owner_connection
):
    world = committed_world

    async def story():
        listener = Listener()
        [ours] = await joined(listener, world.sponsor)
        await heard(ours, 0.1)
        owner_connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where query ilike 'listen cobatch%' and datname = current_database()"
        )
        assert await heard(ours) == ([], True)
        record = await sync_to_async(shared_act)(world)
        assert await heard(ours) == ([record], False)

    asyncio.run(story())


def test_news_of_one_record_is_news_once_and_who_is_far_behind_reads_all_again():
    async def story():
        one = Subscriber("a")
        one.hear("x")
        one.hear("y")
        one.hear("x")
        assert await one.news(0.1) == (["x", "y"], False)
        assert await one.news(0.01) == ([], False)
        for number in range(MOST + 1):
            one.hear(str(number))
        assert await one.news(0.1) == ([], True)

    asyncio.run(story())
