"""Which documents batches follow on which day."""

from datetime import timedelta

from cobatch.kernel import clock
from cobatch.network.tenancy import as_organisation
from cobatch.steps.agreements.models import MasterDocument
from cobatch.steps.agreements.queries import effective_documents, effective_record_choices
from cobatch.touchpoints.clocks import run_due
from cobatch.touchpoints.models import Act
from tests.setups import agreements

KIND = "master_batch_record"


def state(world, pk):
    return world.read(MasterDocument, pk).state


def effective(world, day=None):
    with as_organisation(world.sponsor.organisation.id):
        found = effective_documents([world.item.pk, world.other_item.pk], day or agreements.today(world))
    return {item: {kind: each.pk for kind, each in kinds.items()} for item, kinds in found.items()}


def test_the_next_version_supersedes_the_one_before_of_its_kind_only(world):
    first = agreements.documents_effective(world)
    second = agreements.document_approved(world, revision="02", change="CC-26-0007: longer drying")

    assert state(world, first[KIND]) == "superseded"
    assert effective(world)[world.item.pk] == {KIND: second, "specification": first["specification"]}
    automatic = [act.code for act in world.rows(Act, root_id=second, person=None)]
    assert automatic == ["agreements.make_effective"]


def test_an_approved_document_takes_effect_on_its_day_at_the_manufacturers_site(world):
    first = agreements.document_approved(world)
    day = agreements.today(world) + timedelta(days=10)
    second = agreements.document_approved(
        world, revision="02", change="CC-26-0007", effective_from=day.isoformat()
    )
    assert (state(world, first), state(world, second)) == ("effective", "approved")

    with clock.hold_at(world.cmo.site.calendar.at_closing(day)):
        run_due()

    assert (state(world, first), state(world, second)) == ("superseded", "effective")
    assert effective(world, day - timedelta(days=1)) == {world.item.pk: {KIND: first}}
    assert effective(world, day) == {world.item.pk: {KIND: second}}
    assert effective(world, agreements.today(world) - timedelta(days=1)) == {}


def test_effective_documents_of_many_items_are_one_statement(world, django_assert_num_queries):
    agreements.documents_effective(world)

    with as_organisation(world.cmo.organisation.id), django_assert_num_queries(1):
        found = effective_documents([world.item.pk, world.other_item.pk], agreements.today(world))
        assert {each.file.name for each in found[world.item.pk].values()}


def test_a_batch_may_choose_from_effective_records_only(world):
    documents = agreements.documents_effective(world)
    agreements.document_submitted(world, revision="02", change="CC-26-0007")

    with as_organisation(world.cmo.organisation.id):
        found = effective_record_choices(world.relationship, None)

    assert [pk for pk, _words in found] == [str(documents[KIND])]
