"""Setup: our company, its sites, people, limits, deputies, tokens, and whom we work with."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.network.models import Deputy, Limit, Organisation, Person, Relationship, Site, Token
from cobatch.touchpoints import possible
from cobatch.touchpoints.pages import Column, State
from cobatch.web.cells import table
from cobatch.web.views.details import button_of, state_of
from cobatch.web.views.history import history

PEOPLE = (
    Column(_("Name"), lambda p: p.name),
    Column(_("Title"), lambda p: p.title),
    Column(_("E-mail"), lambda p: p.email),
    Column(_("Roles"), lambda p: ", ".join(str(Role(role).label) for role in p.roles)),
    Column(_("Site"), lambda p: p.site.city),
    Column(
        _("State"),
        lambda p: State(_("active"), "good") if p.is_active else State(_("deactivated"), "neutral"),
    ),
)
SITES = (
    Column(_("Site"), lambda s: s.name),
    Column(_("City"), lambda s: s.city),
    Column(_("Time zone"), lambda s: s.zone),
    Column(_("Holidays of"), lambda s: f"{s.country} {s.subdivision}".strip()),
)
LIMITS = (
    Column(_("Person"), lambda row: row.person.name),
    Column(_("Up to"), lambda row: row.up_to, numeric=True),
)
DEPUTIES = (
    Column(_("Away"), lambda row: row.person.name),
    Column(_("Stands in"), lambda row: row.deputy.name),
    Column(_("From"), lambda row: row.starts),
    Column(_("To"), lambda row: row.ends),
)
TOKENS = (
    Column(_("Token"), lambda row: row.name),
    Column(_("Acts as"), lambda row: row.person.name),
    Column(_("May do"), lambda row: ", ".join(row.scopes)),
    Column(
        _("State"),
        lambda row: State(_("revoked"), "neutral") if row.revoked_at else State(_("valid"), "good"),
    ),
)
PARTNERS = (
    Column(_("Partner"), lambda row: row.subject()),
    Column(_("State"), lambda row: state_of("relationship", row)),
)


def setup(request: HttpRequest) -> HttpResponse:
    """The company's own page; only its own people see it."""
    actor = request.actor  # type: ignore[attr-defined]
    own = Organisation.objects.get(pk=actor.organisation_id)
    clocks = (actor.site.clock, None)
    context = {
        "company": own,
        "acts": [button_of(each) for each in possible.acts_on(own, actor) if each.allowed],
        "tables": list(_tables(actor)),
        "history": history(own, actor, clocks),
    }
    return render(request, "web/setup.html", context)


def _tables(actor: Any) -> Any:
    mine = {"organisation_id": actor.organisation_id}
    yield _("People"), table(PEOPLE, Person.objects.filter(**mine).order_by("-is_active", "name"))
    yield _("Sites"), table(SITES, Site.objects.filter(**mine).order_by("name"))
    yield _("Amount limits"), table(LIMITS, Limit.objects.filter(**mine).select_related("person"))
    yield _("Deputies"), table(DEPUTIES, Deputy.objects.filter(**mine).select_related("person", "deputy"))
    yield _("API tokens"), table(TOKENS, Token.objects.filter(**mine).select_related("person"))
    partners = Relationship.objects.select_related("sponsor", "cmo").order_by("pk")
    yield _("Partners"), table(PARTNERS, partners, lambda row: f"/relationships/{row.pk}/")
