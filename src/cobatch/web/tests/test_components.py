"""The component layer: what it says to eye and ear, and that nothing in it needs more than the strict policy."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from cobatch.web import build_css
from cobatch.web.gallery import gallery_context
from cobatch.web.templatetags.icons import IconError, icon

WEB = Path(build_css.__file__).parent
SOURCE = WEB.parent
TEMPLATES = sorted(SOURCE.glob("**/templates/**/*.html"))
every_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))


def render(text: str, **context: object) -> str:
    return Template("{% load components icons %}" + text).render(Context(context))


def test_an_icon_is_silent_unless_it_is_labelled():
    assert 'aria-hidden="true"' in icon("lock")
    assert 'role="img" aria-label="Sealed"' in icon("lock", label="Sealed")


def test_only_an_icon_along_the_reading_direction_is_mirrored():
    assert "icon-directed" in icon("arrow-right")
    assert "icon-directed" not in icon("lock")


def test_an_unknown_icon_is_refused():
    with pytest.raises(IconError):
        icon("no-such-drawing")


@pytest.mark.parametrize("tone", ["neutral", "info", "good", "warn", "bad"])
def test_a_badge_speaks_by_icon_and_word_as_well_as_colour(tone):
    shown = render('{% badge "Confirmed" tone %}', tone=tone)
    assert "<svg" in shown
    assert "Confirmed" in shown


def test_a_blocked_button_says_why_and_leads_nowhere():
    shown = render('{% button "Release" href="/act/" blocked="The other company releases first." %}')
    assert 'aria-disabled="true"' in shown
    assert "The other company releases first." in shown
    assert "/act/" not in shown
    assert 'type="button"' in shown


def test_a_button_into_the_dialog_is_a_plain_link_without_javascript():
    shown = render('{% button "Accept" href="/act/" opens="dialog" %}')
    assert 'href="/act/"' in shown
    assert 'hx-get="/act/" hx-target="#dialog"' in shown


def test_words_of_people_are_escaped():
    for tag in (
        "{% badge words %}",
        "{% button words %}",
        "{% diff words words %}",
        "{% card words %}{% endcard %}",
    ):
        assert "<script>" not in render(tag, words="<script>")


def test_both_clocks_name_the_other_day_only_where_it_differs():
    sides = {"here": ("Pune", "Asia/Kolkata"), "there": ("Boston", "America/New_York")}
    same = render("{% clocks at here there %}", at=datetime(2026, 11, 24, 11, 30, tzinfo=UTC), **sides)
    other = render("{% clocks at here there %}", at=datetime(2026, 11, 24, 22, 0, tzinfo=UTC), **sides)
    assert text_of(same) == "Tue 24 Nov 17:00 Pune · 06:30 Boston"
    assert text_of(other) == "Wed 25 Nov 03:30 Pune · Tue 24 Nov 17:00 Boston"
    assert 'datetime="2026-11-24T11:30:00Z"' in same


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_a_change_is_heard_as_well_as_seen():
    assert " ".join(text_of(render('{% diff "5" "7" %}')).split()) == "was5is now7"


def test_a_field_ties_label_help_and_errors_to_its_input():
    shown = render(
        "{% field one %}",
        one={"name": "lines.0.date", "kind": "date", "label": "Delivery", "help": "H", "errors": ["E"]},
    )
    assert 'for="f-lines-0-date"' in shown
    assert 'aria-describedby="f-lines-0-date-help f-lines-0-date-error"' in shown
    assert 'aria-invalid="true"' in shown


def test_money_and_quantity_send_their_figure_and_their_unit():
    money = render(
        "{% field one %}",
        one={"name": "price", "kind": "money", "value": {"amount": "1.33"}, "currency": "USD"},
    )
    assert 'name="price.amount" value="1.33"' in money
    assert 'name="price.currency" value="USD"' in money
    quantity = render(
        "{% field one %}",
        one={
            "name": "q",
            "kind": "quantity",
            "value": {"value": "9", "unit": "H87"},
            "unit_label": "bottles",
        },
    )
    assert 'name="q.value" value="9"' in quantity
    assert 'name="q.unit" value="H87"' in quantity
    assert "bottles" in quantity


def test_rows_carry_buttons_that_only_render_again():
    shown = render("{% field lines %}", lines=gallery_context()["lines"])
    assert 'name="_add" value="lines" formnovalidate' in shown
    assert 'name="_remove" value="lines.1" formnovalidate' in shown
    assert 'name="lines.1.quantity.value" value="9500"' in shown


def test_a_table_labels_every_cell_for_the_phone():
    shown = render(
        '{% data_table columns rows caption="Orders" %}',
        **{key: gallery_context()[key] for key in ("columns", "rows")},
    )
    assert shown.count("data-label=") == 18
    assert '<th scope="row"' in shown


def test_a_table_refuses_a_row_of_the_wrong_length():
    with pytest.raises(ValueError, match="zip"):
        render(
            '{% data_table columns rows caption="x" %}',
            columns=[{"title": "A"}],
            rows=[{"cells": ["1", "2"]}],
        )


def test_the_act_form_shows_what_is_signed_and_asks_for_both_components():
    act = gallery_context()["act"]
    shown = render_to_string("web/components/act.html", {"act": act}, RequestFactory().get("/"))
    assert act["sign"]["hash"] in shown
    assert 'name="sign.identity"' in shown
    assert 'name="sign.password"' in shown
    assert "csrfmiddlewaretoken" in shown
    assert 'name="version" value="7"' in shown


@pytest.mark.parametrize("code", [403, 404, 429, 500])
def test_an_error_page_needs_no_context(code):
    assert "/static/cobatch/app.css" in get_template(f"{code}.html").render()


@every_template
def test_no_template_needs_inline_script_or_style(path):
    text = path.read_text()
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert "<style" not in text
    inline = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text)
    assert not inline


@every_template
def test_every_icon_named_in_a_template_exists(path):
    text = path.read_text()
    named = (
        re.findall(r'{% icon "([\w-]+)"', text)
        + re.findall(r'\bicon="([\w-]+)"', text)
        + re.findall(r'icon\|default:"([\w-]+)"', text)
    )
    for name in named:
        assert icon(name)


def test_the_style_sheet_is_small_and_reproducible(tmp_path):
    first = build_css.build(target=tmp_path / "one.css").read_bytes()
    second = build_css.build(target=tmp_path / "two.css").read_bytes()
    assert first == second
    assert len(first) < 45_000


def test_styles_use_logical_properties_only():
    physical = re.compile(
        r"(?<![\w-])(margin|padding|border)-(left|right)\b|(?<![\w-])(left|right)\s*:|text-align:\s*(left|right)"
    )
    for path in sorted((WEB / "styles").rglob("*.css")):
        assert not physical.search(path.read_text()), path.name


def test_every_colour_of_a_component_is_a_token():
    for path in sorted((WEB / "styles" / "components").glob("*.css")):
        colours = re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\(", path.read_text())
        # A QR code stays dark on white in the dark theme too, or no phone reads it.
        assert colours == (["#fff"] if path.name == "public.css" else []), path.name
