"""What must be in force before a first order: relationship, quality agreement, documents, prices."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from cobatch.demo.papers import paper
from cobatch.demo.replay.companies import morning, site_of
from cobatch.demo.replay.history import SPONSOR, Item, Vendor, items_by_day
from cobatch.demo.replay.player import Cue, Player
from cobatch.documents.files import store
from cobatch.kernel.decimals import plain_decimal
from cobatch.kernel.roles import Role
from cobatch.network.models import Relationship
from cobatch.steps.agreements.matrix import DEFAULTS

NO_PAPER = "No paper was handed down"
SAID = ("The delivery history names this delivery, but none of its papers.", "This page stands for them.")
DOCUMENTS = (("master_batch_record", "MBR"), ("specification", "SPC"))
SHELF_LIFE_MONTHS = 36
LONGEST_NAME = 200


def lines(vendor: Vendor, last_year: int) -> Iterator[Cue]:
    """All that precedes the vendor's orders, each on the day of the first order that needs it."""
    yield from _relationship(vendor)
    yield from _quality_agreement(vendor)
    for day, items in items_by_day(vendor).items():
        for item in items:
            yield from _item(vendor, item)
        yield from _prices(vendor, day, items, date(last_year, 12, 31))


def between(vendor: Vendor) -> str:
    """The key of the relationship."""
    return f"{vendor.code}:relationship"


def document(item: Item, kind: str) -> str:
    """The key of a master document."""
    return f"{item.number}:{kind}"


def no_paper(player: Player, vendor: Vendor) -> str:
    """The one page of a relationship that stands for every paper of it; its id."""
    name = f"{vendor.code} page"
    if name not in player.records:

        def keep() -> Any:
            relationship = Relationship.objects.get(pk=player.records[between(vendor)])
            person = player.actor(vendor.code, Role.DOCUMENT_OWNER).person
            if person is None:
                raise LookupError("only a person hands a file over")
            page = paper(NO_PAPER, *SAID)
            return store(relationship, f"{NO_PAPER}.pdf", "application/pdf", page, person).pk

        player.records[name] = player.see(vendor.code, keep)
    return str(player.records[name])


def _relationship(vendor: Vendor) -> Iterator[Cue]:
    def proposal(player: Player) -> dict[str, Any]:
        return {
            "partner_code": vendor.code, "we_are": "sponsor", "site": site_of(player, SPONSOR),
            "incoterm": vendor.incoterm, "currency": "USD",
        }  # fmt: skip

    key, at = between(vendor), morning(vendor.day)
    yield Cue(
        at, (SPONSOR, Role.ADMINISTRATOR), "parties.propose_relationship", key, SPONSOR, proposal
    )  # fmt: skip
    yield Cue(
        at, (vendor.code, Role.ADMINISTRATOR), "parties.accept_relationship", f"{key}:accept", key,
        lambda player: {"site": site_of(player, vendor.code)},
    )  # fmt: skip


def _quality_agreement(vendor: Vendor) -> Iterator[Cue]:
    def proposal(player: Player) -> dict[str, Any]:
        return {
            "number": f"QAG-{vendor.code}", "revision": "1", "title": "Quality agreement",
            "file": no_paper(player, vendor), "effective_from": vendor.day,
            "responsibilities": [dict(row) for row in DEFAULTS],
        }  # fmt: skip

    key, at, quality = f"{vendor.code}:quality-agreement", morning(vendor.day, 0, 10), Role.QUALITY_ASSURANCE
    yield Cue(at, (SPONSOR, quality), "agreements.propose_quality_agreement", key, between(vendor), proposal)
    for company in (SPONSOR, vendor.code):
        yield Cue(at, (company, quality), "agreements.sign_quality_agreement", f"{key}:sign:{company}", key)


def _item(vendor: Vendor, item: Item) -> Iterator[Cue]:
    at, row = morning(item.day, 1), item.row
    new = {
        "sponsor_number": item.number, "cmo_number": item.number, "name": row.description[:LONGEST_NAME],
        "units_per_pack": row.pack, "order_multiple": 1, "batch": {"value": str(row.pack), "unit": "H87"},
        "shelf_life_months": SHELF_LIFE_MONTHS, "expiry_basis": "first_mixing", "target_yield_percent": 100,
        "alert_low_percent": 95, "alert_high_percent": 105, "markets": sorted(item.markets),
    }  # fmt: skip
    by = (SPONSOR, Role.CATEGORY_MANAGER)
    yield Cue(at, by, "parties.introduce_item", item.number, between(vendor), new)
    for kind, prefix in DOCUMENTS:
        yield from _document(vendor, item, kind, prefix)


def _document(vendor: Vendor, item: Item, kind: str, prefix: str) -> Iterator[Cue]:
    def submission(player: Player) -> dict[str, Any]:
        return {
            "item": item.number, "kind": kind, "number": f"{prefix}-{item.number}", "revision": "01",
            "title": f"{item.row.site}: {item.row.description}"[:LONGEST_NAME],
            "file": no_paper(player, vendor), "effective_from": item.day,
        }  # fmt: skip

    key, at = document(item, kind), morning(item.day, 2)
    yield Cue(
        at, (vendor.code, Role.DOCUMENT_OWNER), "agreements.submit_document", key, between(vendor), submission
    )
    for company, code in ((vendor.code, "review"), (SPONSOR, "approve")):
        by = (company, Role.QUALITY_ASSURANCE)
        yield Cue(at, by, f"agreements.{code}_document", f"{key}:{code}", key)


def _prices(vendor: Vendor, day: date, items: list[Item], until: date) -> Iterator[Cue]:
    """One agreement for all items that are ordered for the first time on a day."""
    key, sales = f"{vendor.code}:{day}:prices", (vendor.code, Role.BUSINESS_DEVELOPMENT)
    asked = {
        "items": [{"item": each.number, "annual_volume": plain_decimal(each.volume)} for each in items],
        "valid_from": day, "valid_to": until, "due": day,
    }  # fmt: skip
    yield Cue(
        morning(day, 3), (SPONSOR, Role.CATEGORY_MANAGER), "prices.request_quotation", f"{key}:asked",
        between(vendor), asked,
    )  # fmt: skip
    quote = {"items": [_quoted(each) for each in items], "open_until": day + timedelta(days=1)}
    yield Cue(morning(day, 4), sales, "prices.quote", key, f"{key}:asked", quote)
    by = (SPONSOR, Role.PROCUREMENT_APPROVER)
    yield Cue(morning(day, 5), by, "prices.approve", f"{key}:approve", key)
    yield Cue(
        morning(day, 5), (vendor.code, Role.COMMERCIAL_HEAD), "prices.agree", f"{key}:agree", key
    )  # fmt: skip


def _quoted(item: Item) -> dict[str, Any]:
    price = item.row.price
    return {"item": item.number, "price": price, "conversion": price, "lead_time_weeks": 12}
