"""Pages of agreements show what the records say, in one statement a list."""

from cobatch.kernel.sides import Side
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints import records
from cobatch.touchpoints.pages import detail_of, lists, panels_of
from tests.setups import agreements

PLURALS = ("quality_agreement", "document")


def shown(world):
    agreements.quality_agreement_in_force(world)
    agreements.documents_effective(world)


def test_lists_details_and_panels_show_the_records_without_asking_row_by_row(
    world, django_assert_num_queries
):
    shown(world)
    with as_organisation(world.sponsor.organisation.id):
        for name in PLURALS:
            page = lists()[name]
            with django_assert_num_queries(1):
                rows = list(
                    page.model.objects.filter(sponsor=world.sponsor.organisation).select_related(
                        *page.related
                    )
                )
                cells = [[column.value(row) for column in page.columns] for row in rows]
                answers = [page.to_json(row) for row in rows]
            assert len(rows) == len(answers) == {"quality_agreement": 1, "document": 2}[name]
            assert all(each is not None for row in cells for each in row)
            assert {answer["state"] for answer in answers} == {"effective"}


def test_the_page_of_a_record_shows_its_facts_and_panels(world):
    shown(world)
    with as_organisation(world.cmo.organisation.id):
        for name in PLURALS:
            record = records.read(records.model_named(name), lists()[name].model.objects.first().pk)
            page = detail_of(name)
            facts = {str(fact.title): fact.value(record) for fact in page.facts}
            assert facts["SHA-256"] == record.file.digest
            assert page.parent(record) == world.relationship
            assert str(page.state(record).label) == "effective"
        names = {
            panel.name: list(panel.rows(world.relationship, Side.CMO)) for panel in panels_of("relationship")
        }
        assert (len(names["quality_agreements"]), len(names["documents"])) == (1, 2)
        matrix = next(panels_of("quality_agreement"))
        agreement = names["quality_agreements"][0]
        rows = [[column.value(row) for column in matrix.columns] for row in matrix.rows(agreement, Side.CMO)]
        assert ["Critical deviation: notice", "R", "A", "24 h", ""] in rows
