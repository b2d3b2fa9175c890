"""Every word is marked for translation, and every page can be read from right to left.

A pseudo-language brackets each message that goes through gettext: ⟦Orders⟧. What stands on a page without
brackets, and is neither data nor a sign, was never marked.
"""

import gettext
import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import models
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from django.utils.translation import override

from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation, choose, guarded_models
from cobatch.touchpoints import pages, records
from cobatch.touchpoints.declare import catalogue
from cobatch.touchpoints.names import path_of, plural
from tests.stories.road import Road, whole_road

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.timeout(300),
    pytest.mark.filterwarnings("ignore:No directory at"),
]
LETTERS = re.compile(r"[A-Za-z]{2,}")
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
SHOWN_ATTRIBUTES = {
    "title",
    "placeholder",
    "aria-label",
    "alt",
    "data-confirm",
    "data-offline",
    "data-failed",
}
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "path", "circle"}
SILENT = {"script", "style", "kbd", "code", "time", "svg"}
# Signs and names that are the same in every language.
NAMES = re.compile(r"\b(Cobatch|America/New_York|Asia/Kolkata|[A-Z]{2,4})\b")
SHORT = 3  # shorter values of data would hide parts of words
# Said in a step's own pages and not marked there yet.
PENDING: set[str] = set()


class Pseudo(gettext.NullTranslations):
    """Brackets every message, and the parts of one that was put together already only once."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧" if message.strip() else message

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, one: str, many: str, number: int) -> str:
        return self.ngettext(one, many, number)


@pytest.fixture
def pseudo(monkeypatch) -> None:
    """All of gettext speaks the pseudo-language, whatever language is chosen."""
    speech = Pseudo()

    def said(message: Any) -> Any:
        return speech.gettext(str(message))

    backend = translation._trans
    monkeypatch.setattr(backend, "gettext", said, raising=False)
    monkeypatch.setattr(backend, "pgettext", lambda context, message: said(message), raising=False)
    monkeypatch.setattr(backend, "ngettext", speech.ngettext, raising=False)
    monkeypatch.setattr(backend, "npgettext", speech.npgettext, raising=False)


class Visible(HTMLParser):
    """Text and spoken attributes of a page, each piece for itself."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._silent = 0
        self._open: list[tuple[str, bool]] = []

    def _is_silent(self, tag: str, values: dict[str, str | None]) -> bool:
        """Code, times, initials, and what is signed word for word (translate="no")."""
        return tag in SILENT or values.get("translate") == "no" or "avatar" in (values.get("class") or "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._silent += self._is_silent(tag, values)
        if tag not in EMPTY:
            self._open.append((tag, self._is_silent(tag, values)))
        self.pieces += [values[name] or "" for name in SHOWN_ATTRIBUTES & values.keys()]

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, silent = self._open.pop()
            self._silent -= silent
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.pieces.append(" ".join(data.split()))


def unmarked(html: str, data: set[str]) -> set[str]:
    """Pieces of a page with English in them that no translator ever sees."""
    reader = Visible()
    reader.feed(html)
    found = set()
    for piece in reader.pieces:
        rest = piece
        while BRACKETED.search(rest):
            rest = BRACKETED.sub(" ", rest)
        rest = rest.replace("Cobatch", " ")
        for word in data:
            if len(word) > SHORT or word == rest.strip():
                rest = rest.replace(word, " ")
        if LETTERS.search(NAMES.sub(" ", rest)):
            found.add(piece)
    return found


def texts(value: Any) -> Iterator[str]:
    """All strings in a JSON value that a person may have typed."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str) and LETTERS.search(value):
        yield value


class Book:
    """The road's records, what people and companies typed in, and somebody who looks."""

    def __init__(self, road: Road) -> None:
        self.world = road.world
        self.records = road.records()
        self.data = {"SF26", "nothing-of-this-name", *self._typed()}

    def _typed(self) -> Iterator[str]:
        """Values of text columns that people typed or that numbers are: they are never translated."""
        with as_organisation(self.world.cmo.organisation.pk):
            for model in guarded_models():
                for field in model._meta.concrete_fields:
                    if isinstance(field, models.JSONField) and model.__module__.startswith("cobatch.steps."):
                        rows = model._default_manager.values_list(field.name, flat=True)
                        yield from (text for row in rows for text in texts(row))
                    if isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in (
                        "state", "code", "side", "root_type", "kind", "source", "record_type", "from_state", "to_state", "reason",
                    ):  # fmt: skip
                        values = (
                            model._default_manager.order_by()
                            .values_list(field.name, flat=True)
                            .distinct()[:400]
                        )
                        yield from (each for each in values if each and LETTERS.search(each))

    def addresses(self) -> Iterator[str]:
        yield from ("/", "/?on=them", "/setup/", "/search/?q=SF26", "/search/?q=nothing-of-this-name")
        yield f"/imports/orders/?relationship={self.world.relationship.pk}"
        for record in pages.lists():
            yield f"/{plural(record)}/"
        for record in self.records:
            yield path_of(records.name_of(record), record.pk)

    def act_pages(self) -> Iterator[str]:
        for record in self.records:
            for touchpoint in catalogue().values():
                if touchpoint.on is type(record) and not touchpoint.automatic:
                    yield f"/{touchpoint.step}/{record.pk}/do/{touchpoint.verb}/"

    def open(self, path: str, company: str) -> Any:
        choose(None)
        client = Client()
        client.force_login(getattr(self.world, company).administrator)
        choose(None)
        return client.get(path)


@pytest.fixture(scope="module")
def book(django_db_setup: None, django_db_blocker: Any, database_superuser_url: str) -> Iterator[Book]:
    with whole_road(django_db_blocker, database_superuser_url) as road:
        yield Book(road)


@pytest.fixture(autouse=True)
def afterwards(db: None) -> Iterator[None]:
    """The database checks the states of all companies at the end."""
    logging.getLogger("django.request").setLevel(logging.ERROR)
    yield
    logging.getLogger("django.request").setLevel(logging.NOTSET)
    choose(None)


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("company", ["sponsor", "cmo"])
def test_every_word_of_every_page_is_marked(book, company):
    found: dict[str, set[str]] = {}
    longest = sorted(book.data, key=len, reverse=True)
    for path in [*book.addresses(), *book.act_pages()]:
        answer = book.open(path, company)
        if answer.status_code == 404 and ("/do/" in path or "/imports/" in path):
            continue  # the other side's act
        assert answer.status_code == 200, path
        text = answer.content.decode()
        assert "⟦" in text
        if pieces := unmarked(text, longest):
            found[path] = pieces
    where = {piece: path for path, pieces in found.items() for piece in pieces - PENDING}
    assert where == {}, "\n".join(f"{piece!r} on {path}" for piece, path in sorted(where.items()))


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("template", ["404.html", "403.html", "403_csrf.html", "429.html", "500.html"])
def test_every_word_of_an_error_page_is_marked(template):
    assert unmarked(render_to_string(template), set()) == set()


@pytest.mark.usefixtures("pseudo")
def test_every_title_and_sentence_of_the_catalogue_is_marked():
    plain = [
        touchpoint.code
        for touchpoint in catalogue().values()
        if not str(touchpoint.title).startswith("⟦") or not str(touchpoint.said).startswith("⟦")
    ]
    assert plain == []
    assert all(str(role.label).startswith("⟦") for role in Role)


@pytest.mark.usefixtures("pseudo")
def test_the_measure_itself_finds_what_is_not_marked():
    page = "<p>⟦Orders⟧ 4500018231 · Forgotten</p><input placeholder='Number'><script>var x</script><b>⟦a ⟦b⟧⟧</b>"

    assert unmarked(page, set()) == {"⟦Orders⟧ 4500018231 · Forgotten", "Number"}
    assert unmarked(page, {"Forgotten", "Number"}) == set()


def test_every_page_can_be_read_from_right_to_left(book, settings):
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    for path in [*book.addresses(), *list(book.act_pages())[:6]]:
        choose(None)
        client = Client(headers={"Accept-Language": "ar"})
        client.force_login(book.world.sponsor.administrator)
        choose(None)
        answer = client.get(path)
        if answer.status_code == 200:
            assert '<html lang="ar" dir="rtl"' in answer.content.decode(), path
    with override("ar"):
        assert 'dir="rtl"' in render_to_string("404.html")
