"""Pages of parties: the partners we work with, their terms and their items."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.network.models import Item, Relationship
from cobatch.steps.parties.flow import RELATIONSHIP
from cobatch.touchpoints.pages import (
    Column,
    Detail,
    Fact,
    List,
    Panel,
    State,
    add_detail,
    add_list,
    add_panel,
)

TRIGGERS = {"release": _("release"), "hand_over": _("hand-over"), "receipt": _("receipt")}


def state(relationship: Relationship) -> State:
    """The state as a badge."""
    return State(RELATIONSHIP.words(relationship.state), RELATIONSHIP.tones[relationship.state])


def items(relationship: Relationship, side: Any) -> Iterable[Item]:
    """Items of a relationship, by the sponsor's number."""
    return Item.objects.filter(relationship=relationship).order_by("sponsor_number")


def relationship_json(relationship: Relationship) -> dict[str, Any]:
    """A relationship as the API gives it."""
    return {
        "sponsor": relationship.sponsor.name,
        "cmo": relationship.cmo.name,
        "state": relationship.state,
        "terms": relationship.terms.model_dump(mode="json"),
    }


add_list(
    List(
        record="relationship",
        title=_("Partners"),
        model=Relationship,
        columns=(
            Column(_("Sponsor"), lambda row: row.sponsor.name, unless=Side.SPONSOR),
            Column(_("Manufacturer"), lambda row: row.cmo.name, unless=Side.CMO),
            Column(_("Sites"), lambda row: f"{row.sponsor_site.city} – {row.cmo_site.city}"),
            Column(_("State"), state),
        ),
        related=("sponsor", "cmo", "sponsor_site", "cmo_site"),
        to_json=relationship_json,
    )
)
add_detail(
    Detail(
        record="relationship",
        title=lambda row: row.subject(),
        facts=(
            Fact(_("Currency"), lambda row: row.terms.currency),
            Fact(_("Payment"), lambda row: _("%(days)s days net") % {"days": row.terms.payment_days}),
            Fact(
                _("Delivery"),
                lambda row: f"{row.terms.incoterm} {row.terms.incoterm_place or row.cmo_site.city}",
            ),
            Fact(_("Invoiced on"), lambda row: TRIGGERS[row.terms.billing_trigger]),
            Fact(_("Confirmation within"), lambda row: row.terms.term("confirmation").text()),
            Fact(_("Silence accepts a schedule"), lambda row: row.terms.silence_accepts_schedule),
        ),
        to_json=relationship_json,
    )
)
add_panel(
    "relationship",
    Panel(
        name="items",
        title=_("Items"),
        rows=items,
        columns=(
            Column(_("Sponsor’s number"), lambda item: item.sponsor_number),
            Column(_("Manufacturer’s number"), lambda item: item.cmo_number),
            Column(_("Name"), lambda item: item.name),
            Column(_("Order multiple"), lambda item: item.order_multiple, numeric=True),
            Column(_("Batch"), lambda item: item.theoretical_batch, numeric=True),
            Column(_("Shelf life"), lambda item: _("%(n)s months") % {"n": item.shelf_life_months}),
            Column(_("Markets"), lambda item: ", ".join(item.markets)),
        ),
    ),
)
