"""Quality agreements and master documents. `version` counts acts; what people call one is `revision`."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cobatch.documents.models import StoredFile
from cobatch.kernel.calendars import Term
from cobatch.network.models import Item, Person
from cobatch.touchpoints.records import Root


class QualityAgreementState(models.TextChoices):
    """Where a quality agreement stands."""

    PROPOSED = "proposed", _("proposed")
    HALF_SIGNED = "half_signed", _("signed by one side")
    SIGNED = "signed", _("signed by both sides")
    EFFECTIVE = "effective", _("effective")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")


class QualityAgreement(Root):
    """Who does what in quality matters, and how fast; nothing is made without one in force (R-16)."""

    record: ClassVar[str] = "quality_agreement"
    with_root: ClassVar[tuple[str, ...]] = ("file",)

    number = models.CharField(max_length=40)
    revision = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    responsibilities = models.JSONField()
    effective_from = models.DateField()
    effective_on = models.DateField(null=True)
    superseded_on = models.DateField(null=True)
    signed_side = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=12, choices=QualityAgreementState.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["relationship"], condition=Q(state="effective"), name="one_quality_agreement_in_force"
            ),
            models.UniqueConstraint(
                fields=["relationship", "number", "revision"],
                condition=~Q(state="withdrawn"),
                name="quality_agreement_revision_once",
            ),
        ]
        indexes = [
            models.Index(fields=["sponsor", "-id"], name="quality_agreements_sponsor"),
            models.Index(fields=["cmo", "-id"], name="quality_agreements_cmo"),
        ]

    def subject(self) -> str:
        return f"{self.number} · {self.revision} · {self.title}"

    def searchable(self) -> Iterable[tuple[str, str]]:
        yield "quality_agreement", self.number

    def row(self, code: str) -> dict[str, Any]:
        """The line of the matrix for one activity, e.g. `deviation_major`; empty when it is not agreed on."""
        rows: list[dict[str, Any]] = self.responsibilities
        return next((each for each in rows if each["code"] == code), {})

    def term(self, code: str) -> Term | None:
        """How long one activity may take, if the agreement sets a clock for it."""
        text: str = self.row(code).get("term", "")
        return Term.parse(text) if text else None


class DocumentKind(models.TextChoices):
    """What a master document rules."""

    MASTER_BATCH_RECORD = "master_batch_record", _("master batch record")
    SPECIFICATION = "specification", _("specification")
    ARTWORK = "artwork", _("artwork")
    SAMPLING_PLAN = "sampling_plan", _("sampling plan")


class DocumentState(models.TextChoices):
    """Where a master document stands."""

    IN_REVIEW = "in_review", _("in review")
    REVIEWED = "reviewed", _("reviewed")
    RETURNED = "returned", _("returned to its author")
    APPROVED = "approved", _("approved")
    EFFECTIVE = "effective", _("effective")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")


class MasterDocument(Root):
    """One revision of a document that every batch of an item follows (TP-16)."""

    record: ClassVar[str] = "document"
    with_root: ClassVar[tuple[str, ...]] = ("item", "file")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    number = models.CharField(max_length=40)
    revision = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    change = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    effective_from = models.DateField()
    effective_on = models.DateField(null=True)
    superseded_on = models.DateField(null=True)
    state = models.CharField(max_length=12, choices=DocumentState.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "kind"],
                condition=Q(state="effective"),
                name="one_effective_document_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["relationship", "number", "revision"],
                condition=~Q(state="withdrawn"),
                name="document_revision_once",
            ),
        ]
        indexes = [
            models.Index(fields=["sponsor", "-id"], name="documents_of_a_sponsor"),
            models.Index(fields=["cmo", "-id"], name="documents_of_a_cmo"),
        ]

    def subject(self) -> str:
        return f"{self.number} · {self.revision} · {self.title}"

    def searchable(self) -> Iterable[tuple[str, str]]:
        yield "document", self.number
