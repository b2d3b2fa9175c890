"""The records that can be read: every list a step has registered, and every root."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cobatch.api import rows
from cobatch.api.paging import of_company
from cobatch.kernel.refusals import BadPayload, Refusal
from cobatch.network.actors import Actor
from cobatch.network.models import Organisation, Relationship, Site
from cobatch.touchpoints import names, pages, records
from cobatch.touchpoints.pages import Detail, List

FIXED = {"item", "file", "touchpoint", "wait"}  # their plurals are addresses of their own


@dataclass(frozen=True)
class Resource:
    """One kind of record as the API shows it."""

    record: str
    model: type[Any]
    page: List | None
    detail: Detail | None

    @property
    def path(self) -> str:
        """Its address, below naming.ROOT."""
        return f"/{names.plural(self.record)}"

    @property
    def states(self) -> tuple[str, ...]:
        """What a list may be narrowed down to."""
        if self.page and self.page.states:
            return self.page.states
        choices = next(
            (field.choices for field in self.model._meta.concrete_fields if field.name == "state"), None
        )
        return tuple(value for value, _label in choices or ())

    @property
    def acted_on(self) -> bool:
        """Whether acts are on it, so that possible acts and history can be asked for."""
        return issubclass(self.model, records.Root | Relationship | Organisation)

    def queries(self, actor: Actor, state: str) -> list[QuerySet[Any]]:
        """The company's rows of this kind, in one state or all. Raises BadPayload for an unknown state."""
        related = self.page.related if self.page else records.sides(self.model)
        prefetch = self.page.prefetch if self.page else ()
        return [
            self._in_state(query, state).select_related(*related).prefetch_related(*prefetch)
            for query in of_company(self.model, actor.organisation)
        ]

    def item(self, row: Any, actor: Actor) -> dict[str, Any]:
        """The record in a list."""
        if isinstance(row, Relationship):
            return rows.head(row) | relationship_json(row, actor)
        if isinstance(row, Organisation):
            return rows.head(row) | organisation_json(row)
        own = self.page.to_json if self.page else None
        return rows.head(row) | (own(row) if own else rows.columns(row))

    def whole(self, row: Any, actor: Actor) -> dict[str, Any]:
        """The record on its own, with its parts."""
        own = self.detail.to_json if self.detail else None
        plainly = own is None or isinstance(row, Relationship)
        body = self.item(row, actor) if own is None or plainly else rows.head(row) | own(row)
        return body | {"parts": rows.parts(row)}

    def _in_state(self, query: QuerySet[Any], state: str) -> QuerySet[Any]:
        if not state:
            return query
        if state not in self.states:
            raise BadPayload(Refusal("state_unknown", _("There is no such state here.")))
        special = self.page.states_filter if self.page else None
        return special(query, state) if special else query.filter(state=state)


def resources() -> Iterator[Resource]:
    """In the order of the steps. What both companies do not see whole is only shown as its step says."""
    for record in dict.fromkeys([*records.names(), *pages.lists()]):
        page, detail = pages.lists().get(record), pages.detail_of(record)
        model = page.model if page else records.model_named(record)
        if record in FIXED:
            raise LookupError(f"a record called {record} would hide an address of the API")
        root = issubclass(model, records.Root | Relationship)
        if root or (page and (page.to_json or rows.is_shared(model))):
            yield Resource(record, model, page, detail)


OWN_COMPANY = Resource("organisation", Organisation, None, None)


def organisation_json(company: Organisation) -> dict[str, Any]:
    """A company as its partners know it."""
    return {"id": company.pk, "code": company.code, "name": company.name, "country": company.country}


def relationship_json(relationship: Relationship, actor: Actor) -> dict[str, Any]:
    """Both companies with the sites that count, the caller's side, and what was settled."""
    return {
        "side": relationship.side_of(actor.organisation_id),
        "sponsor": organisation_json(relationship.sponsor) | {"site": site_json(relationship.sponsor_site)},
        "cmo": organisation_json(relationship.cmo) | {"site": site_json(relationship.cmo_site)},
        "terms": relationship.terms.model_dump(),
    }


def site_json(site: Site) -> dict[str, Any]:
    """A site with its clock."""
    return {"id": site.pk, "name": site.name, "city": site.city, "zone": site.zone, "country": site.country}
