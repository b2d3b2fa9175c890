"""Spreadsheets: hand over, choose the columns, look at every row, confirm. Nothing is saved before that."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cobatch.exchange import drafts, mapping
from cobatch.exchange.cells import Grid
from cobatch.exchange.confirming import confirm as confirm_all
from cobatch.exchange.declare import Sheet, sheet_for
from cobatch.exchange.models import ImportDraft
from cobatch.exchange.preview import Preview, preview
from cobatch.exchange.reading import check_size, read
from cobatch.exchange.template import workbook
from cobatch.kernel.refusals import ActError, BadPayload, NotYours, Refusal
from cobatch.network.models import Relationship
from cobatch.network.models.relationships import RelationshipState
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints import names
from cobatch.web.views.importing import (
    address_of,
    columns_form,
    file_field,
    heading,
    partner_name,
    record_of,
    shown,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RESULTS = "import_results"


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, purpose: str) -> HttpResponse:
    """Choose the partner and hand over a file."""
    sheet, actor = _sheet(purpose), request.actor  # type: ignore[attr-defined]
    wanted = request.GET.get("relationship", "")
    if not wanted:
        return _partners(request, sheet, actor)
    try:
        relationship, possible = drafts.partner(sheet, UUID(wanted), actor)
    except (NotYours, ValueError):
        raise Http404 from None
    refused: ActError | None = None
    if request.method == "POST" and possible.allowed:
        try:
            draft = drafts.keep(sheet, relationship, *_upload(request), actor)
        except BadPayload as error:
            refused = error
        else:
            return redirect(address_of(sheet, draft.pk))
    context = heading(sheet) | {
        "partner": partner_name(relationship, actor),
        "file": file_field(refused),
        "blocked": " ".join(str(reason.text) for reason in possible.reasons),
    }
    return render(request, "web/import_begin.html", context, status=refused.status if refused else 200)


@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, purpose: str, pk: UUID) -> HttpResponse:
    """The file as it was read; POST changes which column is which, or throws the file away."""
    sheet, actor = _sheet(purpose), request.actor  # type: ignore[attr-defined]
    draft = _draft(sheet, pk, actor)
    if request.method == "POST":
        return _change(request, sheet, draft)
    _relationship, found = _preview(sheet, draft, actor)
    return _show(request, sheet, draft, found)


@require_POST
def confirm(request: HttpRequest, purpose: str, pk: UUID) -> HttpResponse:
    """Perform every act of the file, if nothing stands against any of them; else show again what does."""
    sheet, actor = _sheet(purpose), request.actor  # type: ignore[attr-defined]
    with as_organisation(actor.organisation_id):
        draft = _draft(sheet, pk, actor)
        relationship, found = _preview(sheet, draft, actor)
        if found.refused:
            return _show(request, sheet, draft, found, status=409)
    results = confirm_all(found, actor)
    with as_organisation(actor.organisation_id):
        drafts.settle(sheet, draft)
        request.session[RESULTS] = {
            "purpose": purpose,
            "relationship": str(relationship.pk),
            "partner": partner_name(relationship, actor),
            "results": [each.as_json() for each in results],
        }
        request.session.save()
    return redirect(f"/imports/{purpose}/done/")


@require_GET
def done(request: HttpRequest, purpose: str) -> HttpResponse:
    """What became of the file confirmed last, with a link to every record."""
    sheet, kept = _sheet(purpose), request.session.get(RESULTS)
    if not kept or kept["purpose"] != purpose:
        return redirect(f"/imports/{purpose}/")
    record = record_of(sheet)
    rows = [
        each
        | {
            "url": names.path_of(record, each["id"]) if each["id"] else "",
            "reason": " ".join(each["reasons"]),
        }
        for each in kept["results"]
    ]
    context = heading(sheet) | {
        "partner": kept["partner"],
        "again": f"/imports/{purpose}/?relationship={kept['relationship']}",
        "rows": rows,
        "made": sum(bool(each["id"]) and not each["again"] for each in rows),
        "known": sum(each["again"] for each in rows),
        "failed": [each for each in rows if not each["id"]],
    }
    return render(request, "web/import_done.html", context)


@require_GET
def template(request: HttpRequest, purpose: str) -> HttpResponse:
    """An empty workbook with the right headings."""
    sheet = _sheet(purpose)
    headers = {"Content-Disposition": f'attachment; filename="{sheet.purpose}.xlsx"'}
    return HttpResponse(workbook(sheet), content_type=XLSX, headers=headers)


def _sheet(purpose: str) -> Sheet:
    found = sheet_for(purpose)
    if found is None:
        raise Http404
    return found


def _draft(sheet: Sheet, pk: UUID, actor: Any) -> ImportDraft:
    try:
        return drafts.find(sheet, pk, actor)
    except NotYours:
        raise Http404 from None


def _preview(sheet: Sheet, draft: ImportDraft, actor: Any) -> tuple[Relationship, Preview]:
    try:
        relationship, _possible = drafts.partner(sheet, draft.relationship_id, actor)
    except NotYours:
        raise Http404 from None
    found = preview(sheet, _grid(draft), mapping.of_json(draft.mapping), relationship, actor)
    return relationship, found


def _grid(draft: ImportDraft) -> Grid:
    return read(draft.name, bytes(draft.content))


def _change(request: HttpRequest, sheet: Sheet, draft: ImportDraft) -> HttpResponse:
    if request.POST.get("_do") == "discard":
        again = f"/imports/{sheet.purpose}/?relationship={draft.relationship_id}"
        draft.delete()
        return redirect(again)
    drafts.assign(draft, mapping.chosen(sheet, _grid(draft), request.POST.dict()))
    return redirect(address_of(sheet, draft.pk))


def _show(
    request: HttpRequest, sheet: Sheet, draft: ImportDraft, found: Preview, status: int = 200
) -> HttpResponse:
    context = heading(sheet) | shown(found, request.GET.get("page", ""))
    context |= {
        "draft": draft,
        "columns": columns_form(found),
        "address": address_of(sheet, draft.pk),
        "partner": partner_name(found.builder.relationship, request.actor),  # type: ignore[attr-defined]
    }
    return render(request, "web/import_preview.html", context, status=status)


def _partners(request: HttpRequest, sheet: Sheet, actor: Any) -> HttpResponse:
    """The partners for whom the company may do this; a single one needs no choice."""
    mine = {f"{sheet.touchpoint.side}_id": actor.organisation_id, "state": RelationshipState.ACTIVE}
    found = list(Relationship.objects.select_related("sponsor", "cmo").filter(**mine).order_by("pk"))
    if len(found) == 1:
        return redirect(f"/imports/{sheet.purpose}/?relationship={found[0].pk}")
    partners = [{"label": partner_name(each, actor), "url": f"?relationship={each.pk}"} for each in found]
    return render(request, "web/import_begin.html", heading(sheet) | {"partners": partners})


def _upload(request: HttpRequest) -> tuple[str, bytes]:
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise BadPayload(Refusal("missing", _("Choose a file."), "/file"))
    check_size(upload.size or 0)
    return upload.name or "", upload.read()
