"""Files that a payload names, wherever they stand in it, are bound to the act by their digests."""

from typing import Annotated
from uuid import UUID, uuid4

import pytest

from cobatch.kernel.groups import group
from cobatch.kernel.refusals import Refused
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints.choices import Upload
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import touchpoint_named
from cobatch.touchpoints.leaves import _files
from cobatch.touchpoints.payloads import Payload
from cobatch.touchpoints.performing import Performance
from tests.setups.agreements import handed_over


class Photo(Payload):
    file: Annotated[UUID | None, Upload(), group.quality] = None
    words: Annotated[str, group.quality] = ""


class Evidence(Payload):
    number: Annotated[UUID, group.logistics]
    invoice: Annotated[UUID, Upload(), group.commercial]
    papers: Annotated[list[UUID], Upload(), group.quality] = []
    photos: list[Photo] = []
    cover: Annotated[Photo | None, group.quality] = None


def files(world, payload):
    touchpoint = touchpoint_named("orders.issue")
    actor = world.sponsor.actor(Role.BUYER)
    with as_organisation(world.sponsor.organisation.id):
        return _files(Performance(Context(touchpoint, world.relationship, payload, actor, None), payload))


def test_files_are_found_at_any_depth_and_stand_with_their_group(world):
    one, two, three, four = (handed_over(world, name=f"{n}.pdf") for n in range(4))
    payload = Evidence(
        number=uuid4(),
        invoice=one.pk,
        papers=[two.pk],
        photos=[Photo(), Photo(file=three.pk)],
        cover=Photo(file=four.pk),
    )

    found = files(world, payload)

    assert {name: [each["name"] for each in rows] for name, rows in found.items()} == {
        "commercial": ["0.pdf"],
        "quality": ["1.pdf", "2.pdf", "3.pdf"],
    }
    assert found["commercial"][0]["sha256"] == one.digest


def test_a_payload_without_files_asks_the_database_nothing(world, django_assert_num_queries):
    context = Context(touchpoint_named("orders.issue"), world.relationship, Photo(), None, None)

    with django_assert_num_queries(0):
        assert _files(Performance(context, Photo())) == {}


def test_a_file_of_nobody_or_of_another_relationship_is_refused_where_it_stands(world):
    ours, theirs = handed_over(world), handed_over(world, relationship=world.other_relationship)
    payload = Evidence(number=uuid4(), invoice=ours.pk, papers=[theirs.pk], photos=[Photo(file=uuid4())])

    with pytest.raises(Refused) as refused:
        files(world, payload)

    assert [(each.code, each.field) for each in refused.value.reasons] == [
        ("file_unknown", "/papers/0"),
        ("file_unknown", "/photos/0/file"),
    ]
