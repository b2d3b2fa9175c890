"""Every address of the pages, opened by those it is not for.

The world is the end of a road: one order planned, priced, agreed, made, released, shipped, received and paid,
with an import under way. Opened logged out, by a company with no part in it, and by another sponsor of the
same manufacturer; GET and POST. Whoever has no part finds nothing, and cannot tell "not yours" from "not there".
"""

import logging
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from cobatch.exchange.models import ImportDraft
from cobatch.kernel.identity import new_id
from cobatch.kernel.roles import Role
from cobatch.network.models import Item, Person
from cobatch.network.tenancy import as_organisation, choose
from cobatch.touchpoints import pages, records
from cobatch.touchpoints.declare import catalogue
from cobatch.touchpoints.models import Act, Found, Waiting
from cobatch.touchpoints.names import path_of, plural
from tests.stories.road import Road, whole_road

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.timeout(300),
    pytest.mark.filterwarnings("ignore:No directory at"),
]
PUBLIC = re.compile(r"^/\^?(accounts/|api/|healthy/|demo/|static/)")
MONTH = re.compile(r"^\d{4}-\d\d$")  # a month is nobody's secret
ALL = list(catalogue().values())


def patterns(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every route of the URLconf as text."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        elif isinstance(entry, URLPattern):
            yield "/" + route


def text_of(answer: Any) -> str:
    """The whole answer as text, streamed or not."""
    return bytes(answer.getvalue()).decode(errors="replace")


class Stage:
    """The end of the road, every address on it, and the words that are nobody else's business."""

    def __init__(self, road: Road) -> None:
        self.world = world = road.world
        self.records = road.records()
        self.draft = self._import()
        with as_organisation(world.sponsor.organisation.pk):
            self.acts = list(Act.objects.filter(relationship=world.relationship))
            self.words = self._words()

    def _import(self) -> UUID:
        """A file of the sponsor that is handed over and not confirmed."""
        client = signed_in(self.world.sponsor.people[Role.BUYER])
        file = SimpleUploadedFile(
            "secret-orders.csv", b"PO;Item\n4500099999;HR-101\n", content_type="text/csv"
        )
        client.post(f"/imports/orders/?relationship={self.world.relationship.pk}", {"file": file})
        with as_organisation(self.world.sponsor.organisation.pk):
            return ImportDraft.objects.latest("pk").pk

    def _words(self) -> set[str]:
        found = set(Found.objects.values_list("text", flat=True))
        found |= set(Item.objects.values_list("sponsor_number", flat=True))
        found |= set(Item.objects.values_list("cmo_number", flat=True))
        found |= set(
            Person.objects.filter(organisation=self.world.sponsor.organisation).values_list("name", flat=True)
        )
        found |= {str(record.pk) for record in self.records} | {str(act.pk) for act in self.acts}
        found |= {"Halden Ridge", "SF26H0101", "4500099999", "secret-orders", str(self.draft)}
        return {word for word in found if len(word) > 3 and not MONTH.match(word)}

    def addresses(self, of: Any = None) -> Iterator[str]:
        """Every page of every record (or of records with ids of nobody, in the same order)."""
        for record in self.records:
            pk = of() if of else record.pk
            name = records.name_of(record)
            yield path_of(name, pk)
            for touchpoint in ALL:
                if touchpoint.on is type(record):
                    yield f"/{touchpoint.step}/{pk}/do/{touchpoint.verb}/"
                    yield f"/{touchpoint.step}/do/{touchpoint.verb}/?on={pk}"
        for act in self.acts:
            yield f"/proofs/{of() if of else act.pk}/"
        yield f"/imports/orders/{of() if of else self.draft}/"
        yield f"/imports/orders/?relationship={of() if of else self.world.relationship.pk}"

    def leaks(self, answer: Any, asked: str = "") -> list[str]:
        """Which of the words stand in a page; what the visitor typed comes back and is no leak."""
        text = text_of(answer) + str(answer.headers)
        return [word for word in self.words if word in text and word not in asked]


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any, database_superuser_url: str) -> Iterator[Stage]:
    """Built once; every test looks at it in a transaction of its own."""
    with whole_road(django_db_blocker, database_superuser_url) as road:
        yield Stage(road)


@pytest.fixture(autouse=True)
def afterwards(db: None) -> Iterator[None]:
    """Hundreds of pages that are not found are no news; the database checks the states of all at the end."""
    logging.getLogger("django.request").setLevel(logging.ERROR)
    yield
    logging.getLogger("django.request").setLevel(logging.NOTSET)
    choose(None)


@pytest.fixture
def strangers(stage) -> list[Person]:
    """Another sponsor of the same manufacturer, and a manufacturer who works with neither."""
    return [stage.world.other_sponsor.people[Role.BUYER], stage.world.other_cmo.administrator]


def signed_in(person: Person) -> Client:
    choose(None)
    client = Client()
    client.force_login(person)
    return client


def asked(client: Client, method: str, path: str, **values: Any) -> Any:
    """One request as the server takes it: whose rows it sees is settled by the request alone."""
    choose(None)
    return getattr(client, method)(path, values)


COMMON = [
    "/", "/?on=them", "/setup/", "/search/?q=", "/search/?q=45", "/search/?q=SF", "/search/?q=HR-1",
    "/search/?q=halden",
]  # fmt: skip


def lists() -> Iterator[str]:
    for record in pages.lists():
        yield f"/{plural(record)}/"
        yield f"/{plural(record)}/?q=SF"
        yield f"/{plural(record)}/?format=csv"


def test_the_crawl_knows_every_kind_of_address(stage):
    """A new route must be crawled or be public: none is forgotten."""
    routes = {re.sub(r"<[^>]+>", "<>", route) for route in patterns() if not PUBLIC.match(route)}
    crawled = {
        "/", "/live/", "/search/", "/setup/", "/gallery/", "/proofs/<>/", "/<>/do/<>/", "/<>/<>/do/<>/", "/<>/",
        "/<>/<>/", "/imports/<>/", "/imports/<>/template/", "/imports/<>/done/", "/imports/<>/<>/",
        "/imports/<>/<>/do/confirm/",
    }  # fmt: skip
    assert routes == crawled
    assert {records.name_of(record) for record in stage.records} >= {
        "relationship", "forecast", "quotation_request", "quotation", "price_agreement", "order", "schedule", "batch",
        "artifact_request", "certificate", "shipment", "invoice", "document", "quality_agreement",
    }  # fmt: skip
    assert len(stage.words) > 40


def test_who_it_is_for_finds_it(stage):
    """Else all that follows would prove nothing."""
    for person in (stage.world.sponsor.administrator, stage.world.cmo.administrator):
        client, missing = signed_in(person), []
        for record in stage.records:
            answer = asked(client, "get", path_of(records.name_of(record), record.pk))
            if answer.status_code != 200 or not stage.leaks(answer):
                missing.append((records.name_of(record), answer.status_code))
        assert missing == []
    client = signed_in(stage.world.sponsor.people[Role.BUYER])
    assert asked(client, "get", f"/proofs/{stage.acts[-1].pk}/").status_code == 200
    draft = asked(client, "get", f"/imports/orders/{stage.draft}/")
    assert (draft.status_code, bool(stage.leaks(draft))) == (200, True)


def test_logged_out_every_address_leads_to_the_sign_in_page(stage):
    client = Client()
    for path in [*COMMON, *lists(), *stage.addresses(), *stage.addresses(of=new_id)]:
        for method in ("get", "post"):
            answer = asked(client, method, path)
            assert answer.status_code == 302, path
            assert answer["Location"].startswith("/accounts/login/?next="), path
            assert answer.content == b""
            assert not stage.leaks(answer, asked=path.replace("?", "%3F")), path
    partial = Client(headers={"HX-Request": "true"})
    assert asked(partial, "get", next(iter(stage.addresses()))).status_code == 401


def test_strangers_find_nothing_on_pages_of_many_records(stage, strangers):
    for person in strangers:
        client = signed_in(person)
        for path in [*COMMON, *lists()]:
            answer = asked(client, "get", path)
            assert answer.status_code == 200, path
            assert not stage.leaks(answer, asked=path), path


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_yours_is_told_apart_in_nothing_from_what_is_not_there(stage, strangers, method):
    before = stage.world.traces()
    typed = {"_do": "1", "version": "1", "key": "typed-by-a-stranger"} if method == "post" else {}
    for person in strangers:
        client = signed_in(person)
        nothing = plain(asked(client, method, path_of("order", new_id()), **typed))
        for path in [*stage.addresses(), *list(stage.addresses(of=new_id))[::7]]:
            answer = asked(client, method, path, **typed)
            assert answer.status_code == 404, path
            assert plain(answer) == nothing, path
            assert not stage.leaks(answer, asked=path), path
    assert stage.world.traces() == before


def plain(answer: Any) -> tuple[str, dict[str, str]]:
    """A page without what differs from one request to the next anyway: its security token."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return text, {name: value for name, value in answer.headers.items() if name != "Content-Length"}


def test_imports_of_others_are_neither_seen_nor_confirmed(stage, strangers):
    before = stage.world.traces()
    for person in strangers:
        client = signed_in(person)
        assert asked(client, "post", f"/imports/orders/{stage.draft}/do/confirm/").status_code == 404
        for sheet in ("orders", "nothing"):
            for tail in ("", "template/", "done/"):
                answer = asked(client, "get", f"/imports/{sheet}/{tail}")
                assert answer.status_code in (200, 302, 404), (sheet, tail)
                assert not stage.leaks(answer)
    assert stage.world.traces() == before
    with as_organisation(stage.world.sponsor.organisation.pk):
        assert ImportDraft.objects.filter(pk=stage.draft).exists()


def test_a_partner_does_not_see_who_works_for_the_other_in_setup(stage):
    """Setup is a company's own page: people of the partner, its limits and tokens are not on it."""
    answer = asked(signed_in(stage.world.cmo.administrator), "get", "/setup/")

    assert answer.status_code == 200
    assert "buyer of Halden Ridge" not in answer.content.decode()
    assert "Halden Ridge – Sahyadri" in answer.content.decode()


def test_the_first_sponsor_sees_as_little_of_the_second(stage):
    client = signed_in(stage.world.sponsor.administrator)
    for path in [*COMMON, *lists(), *stage.addresses()]:
        text = text_of(asked(client, "get", path))
        assert "Corvale" not in text, path
        assert "CV-500" not in text, path
        assert str(stage.world.other_relationship.pk) not in text, path


def test_the_manufacturer_does_not_carry_one_sponsor_to_the_other(stage):
    """It sees both; a page about one of them says nothing of the other."""
    client = signed_in(stage.world.cmo.administrator)
    for record in stage.records:
        text = asked(client, "get", path_of(records.name_of(record), record.pk)).content.decode()
        assert "Corvale" not in text
        assert "CV-500" not in text


@pytest.mark.parametrize("person", ["sponsor", "cmo"])
def test_every_act_page_opens_or_says_why_not(stage, person):
    """For its own people, no address of the road is a fault: 200, or 404 where it is the other side's act."""
    client = signed_in(getattr(stage.world, person).administrator)
    wrong = [
        (path, answer.status_code)
        for path in stage.addresses()
        if (answer := asked(client, "get", path)).status_code not in (200, 404)
    ]
    assert wrong == []


def test_a_stranger_is_waited_on_for_nothing(stage, strangers):
    for person in strangers:
        with as_organisation(person.organisation_id):
            assert not Waiting.objects.filter(relationship=stage.world.relationship).exists()
            assert not Found.objects.filter(relationship=stage.world.relationship).exists()
