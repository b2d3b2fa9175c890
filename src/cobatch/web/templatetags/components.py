"""Tags of the component layer; the larger components are partials under web/components."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cobatch.web.templatetags.icons import icon as draw

register = template.Library()

TONE_ICONS = {
    "neutral": "circle-dashed",
    "info": "circle-dot",
    "good": "circle-check",
    "warn": "clock-alert",
    "bad": "circle-alert",
}


@register.simple_tag
def badge(text: str, tone: str = "neutral", icon: str = "") -> SafeString:
    """Show a state: always with an icon, so that it never speaks by colour alone."""
    drawing = draw(icon or TONE_ICONS[tone])
    return format_html('<span class="badge badge-{}">{}{}</span>', tone, drawing, text)


@register.simple_tag
def button(
    label: str,
    *,
    kind: str = "secondary",
    href: str = "",
    icon: str = "",
    blocked: str = "",
    opens: str = "",
    small: bool = False,
    bare: bool = False,
    **attributes: Any,
) -> SafeString:
    """Draw a button or, with `href`, a link that looks like one.

    `blocked` is the reason why it cannot be pressed, shown beside it. `opens` is "dialog" or "drawer":
    the address is then loaded there, and is a page of its own without JavaScript. `bare` hides the label
    from the eye only. Other keywords become attributes, `_` read as `-`.
    """
    classes = f"button button-{kind}" + (" button-small" if small else "") + (" button-bare" if bare else "")
    words = format_html('<span class="hidden-words">{}</span>', label) if bare else label
    inside = format_html("{}{}", draw(icon) if icon else "", words)
    if blocked:
        return format_html(
            '<span class="blocked"><button type="button" class="{}" aria-disabled="true">{}</button>'
            '<span class="blocked-reason">{}{}</span></span>',
            classes, inside, draw("ban"), blocked,
        )  # fmt: skip
    if bare:
        attributes.setdefault("title", label)
    if not href:
        attributes.setdefault("type", "submit")
        return format_html('<button class="{}"{}>{}</button>', classes, _attributes(attributes), inside)
    if opens:
        attributes |= {"hx_get": href, "hx_target": f"#{opens}"}
    return format_html('<a class="{}" href="{}"{}>{}</a>', classes, href, _attributes(attributes), inside)


def _attributes(attributes: Mapping[str, Any]) -> SafeString:
    kept = (
        (name.replace("_", "-"), value)
        for name, value in attributes.items()
        if value not in (None, False, "")
    )
    return format_html_join("", ' {}="{}"', ((name, "" if value is True else value) for name, value in kept))


@register.simple_tag
def avatar(name: str) -> SafeString:
    """Show the initials of a person whose name stands beside it."""
    words = [word for word in name.replace("Dr.", "").split() if word]
    initials = "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
    return format_html('<span class="avatar" aria-hidden="true">{}</span>', initials)


@register.simple_tag
def diff(old: object, new: object) -> SafeString:
    """Show an old and a new value so that the change is heard and seen without colour."""
    return format_html(
        '<span class="diff"><span class="hidden-words">{}</span><del>{}</del>{}'
        '<span class="hidden-words">{}</span><ins>{}</ins></span>',
        _("was"), old, draw("arrow-right"), _("is now"), new,
    )  # fmt: skip


@register.simple_tag
def clocks(at: datetime | None, here: Sequence[str], there: Sequence[str] | None = None) -> SafeString:
    """Show one instant on both clocks; each side is (place, zone name), the viewer's own first.

    The day is repeated for the other place only where it differs.
    """
    if at is None:
        return mark_safe("–")
    mine = at.astimezone(ZoneInfo(here[1]))
    parts = [f"{_day(mine)} {mine:%H:%M} {here[0]}"]
    if there and there != here:
        theirs = at.astimezone(ZoneInfo(there[1]))
        day = "" if theirs.date() == mine.date() else f"{_day(theirs)} "
        parts.append(f"{day}{theirs:%H:%M} {there[0]}")
    shown = format_html_join(" · ", '<span class="clock">{}</span>', ((part,) for part in parts))
    utc = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return format_html('<time class="clocks" datetime="{}">{}</time>', utc, shown)


def _day(moment: datetime) -> str:
    return date_format(moment, "D j M")


@register.simple_block_tag
def card(
    content: str, title: str = "", icon: str = "", extra: str = "", flush: bool = False, anchor: str = ""
) -> SafeString:
    """Frame a part of the page.

    `flush` lets a table or a list reach the border; `extra` stands opposite the title.
    """
    head = ""
    if title:
        drawing = draw(icon) if icon else ""
        head = format_html('<header class="card-head"><h2>{}{}</h2>{}</header>', drawing, title, extra)
    body = mark_safe(content)  # noqa: S308 (rendered by the template engine)
    identity = format_html(' id="{}"', anchor) if anchor else ""
    flushed = " card-flush" if flush else ""
    return format_html(
        '<section class="card{}"{}>{}<div class="card-body">{}</div></section>', flushed, identity, head, body
    )


@register.inclusion_tag("web/components/field.html")
def field(source: Any = None, **parts: Any) -> dict[str, Any]:
    """Show one labelled input; `source` is a mapping or a dataclass with the keys named in field.html."""
    shown = {**_keys(source), **parts}
    name = str(shown.get("name", ""))
    identity = shown.get("id") or "f-" + name.replace(".", "-")
    errors = shown.get("errors") or ([shown["error"]] if shown.get("error") else [])
    notes = [f"{identity}-help"] if shown.get("help") else []
    notes += [f"{identity}-error"] if errors else []
    return {"field": shown, "id": identity, "errors": errors, "described": " ".join(notes)}


def _keys(source: Any) -> Mapping[str, Any]:
    if source is None or isinstance(source, Mapping):
        return source or {}
    return {one.name: getattr(source, one.name) for one in fields(source)}


@register.inclusion_tag("web/components/table.html")
def data_table(
    columns: Sequence[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]], caption: str
) -> dict[str, Any]:
    """Show rows that turn into cards on a phone.

    A column has `title`, `align` ("end" for numbers) and `nowrap`; a row has `cells` and perhaps
    `url` and `id`; a cell is text or a mapping of text, sub, url, tone, icon, old.
    """
    # Every key is there: a template pays dearly for looking up one that is not.
    heads = [{"align": "", "nowrap": False, **column} for column in columns]
    shown = [{"id": "", "url": "", **row, "cells": _labelled(heads, row["cells"])} for row in rows]
    return {"columns": heads, "rows": shown, "caption": caption}


def _labelled(columns: Sequence[Mapping[str, Any]], cells: Sequence[Any]) -> list[dict[str, Any]]:
    full = (cell if isinstance(cell, Mapping) else {"text": cell} for cell in cells)
    return [
        {"url": "", **cell, "column": column, "first": not place}
        for place, (column, cell) in enumerate(zip(columns, full, strict=True))
    ]


@register.simple_tag
def table_cell(cell: Mapping[str, Any], url: str = "") -> SafeString:
    """Show one cell: text with perhaps a link, a tone (then a badge), an old value, a second line."""
    text = cell.get("text", "")
    if cell.get("tone"):
        shown = badge(text, cell["tone"], cell.get("icon") or "")
    elif cell.get("old"):
        shown = diff(cell["old"], text)
    else:
        shown = format_html('<a href="{}">{}</a>', url, text) if url else conditional_escape(text)
    below = format_html('<span class="cell-sub">{}</span>', cell["sub"]) if cell.get("sub") else ""
    return format_html("<span>{}{}</span>", shown, below)
