"""The sections of the navigation: inbox, the eight steps, and what stands beside them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.touchpoints import names, pages


@dataclass(frozen=True)
class Section:
    """One entry of the navigation and the records behind it; the first is where it leads."""

    title: Any
    icon: str
    records: tuple[str, ...]
    number: int = 0


STEPS = (
    Section(_("Plan"), "chart-line", ("forecast",), 1),
    Section(_("Price"), "handshake", ("quotation_request", "quotation", "price_agreement"), 2),
    Section(_("Order"), "file-text", ("order",), 3),
    Section(_("Schedule"), "calendar-days", ("schedule",), 4),
    Section(_("Make"), "flask-conical", ("batch",), 5),
    Section(_("Release"), "shield-check", ("artifact_request", "certificate"), 6),
    Section(_("Ship"), "truck", ("shipment",), 7),
    Section(_("Pay"), "receipt", ("invoice",), 8),
)
AGREEMENTS = Section(_("Agreements"), "scroll-text", ("document", "quality_agreement"))
PARTNERS = Section(_("Partners"), "link", ("relationship",))


def section_of(record: str) -> Section | None:
    """Where a record belongs."""
    return next((each for each in (*STEPS, AGREEMENTS, PARTNERS) if record in each.records), None)


def address(section: Section) -> str | None:
    """Where a section leads, or None while no step has registered a list for it."""
    known = next((record for record in section.records if record in pages.lists()), None)
    return f"/{names.plural(known)}/" if known else None


def entries(path: str, waiting: int | None) -> list[dict[str, Any]]:
    """The navigation as the sidebar shows it."""
    shown = [
        {
            "title": _("Inbox"),
            "url": "/",
            "icon": "inbox",
            "current": path == "/",
            "count": waiting,
            "key": "inbox",
        }
    ]
    for section in (*STEPS, AGREEMENTS, PARTNERS):
        url = address(section)
        if url:
            here = any(path.startswith(f"/{names.plural(record)}/") for record in section.records)
            shown.append({"title": section.title, "url": url, "icon": section.icon, "current": here})
    shown.append(
        {"title": _("Setup"), "url": "/setup/", "icon": "settings", "current": path.startswith("/setup/")}
    )
    return shown
