"""Icons of the installed lucide package, inlined as small SVG."""

import re
from functools import cache
from importlib import resources
from zipfile import ZipFile

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# These point along the line of reading and are mirrored when it runs from right to left.
_DIRECTED = re.compile(r"(left|right|forward|undo|redo|send|truck|log-(in|out))(-|$)")


class IconError(LookupError):
    """No icon of this name is in the installed set."""


@cache
def _drawing(name: str) -> str:
    """Return what is inside the svg element; its own attributes live in the style sheet."""
    with resources.files("lucide").joinpath("lucide.zip").open("rb") as file, ZipFile(file) as archive:
        try:
            svg = archive.read(f"{name}.svg").decode()
        except KeyError as missing:
            raise IconError(name) from missing
    inside = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    return re.sub(r"\s+", " ", inside).replace(" />", "/>").replace("> <", "><").strip()


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """Draw an icon: silent for screen readers unless it has a label of its own."""
    classes = "icon" + (" icon-directed" if _DIRECTED.search(name) else "") + (f" {extra}" if extra else "")
    drawing = mark_safe(_drawing(name))  # noqa: S308 (comes from the installed package)
    if label:
        return format_html(
            '<svg class="{}" width="16" height="16" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            classes, label, drawing,
        )  # fmt: skip
    return format_html(
        '<svg class="{}" width="16" height="16" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        classes,
        drawing,
    )
