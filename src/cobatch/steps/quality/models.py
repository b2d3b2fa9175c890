"""Requests for quality documents and what was submitted, certificates of analysis, dispositions."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cobatch.documents.models import StoredFile
from cobatch.kernel.columns import quantity_value
from cobatch.network.models import Person
from cobatch.steps.agreements.models import MasterDocument
from cobatch.steps.batches.models import Batch
from cobatch.touchpoints.records import Part, Root


class ArtifactKind(models.TextChoices):
    """What is asked for."""

    BATCH_RECORD = "batch_record", _("batch record")
    CERTIFICATE = "certificate", _("certificate of analysis")


class ArtifactState(models.TextChoices):
    """Where a request stands. A certificate is issued, not uploaded, hence its own first state."""

    OPEN = "open", _("open")
    CERTIFICATE_AWAITED = "certificate_awaited", _("certificate awaited")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")


class CommentState(models.TextChoices):
    """A comment is answered by the one side and closed by the other."""

    OPEN = "open", _("open")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class ArtifactRequest(Root):
    """One document the sponsor needs of a batch; `round` counts the submissions."""

    record: ClassVar[str] = "artifact_request"
    with_root: ClassVar[tuple[str, ...]] = ("batch__item",)

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="artifacts")
    number = models.CharField(max_length=30)
    kind = models.CharField(max_length=20, choices=ArtifactKind.choices)
    state = models.CharField(max_length=20, choices=ArtifactState.choices)
    needed_by = models.DateField()
    round = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "kind"], name="one_request_per_batch_and_kind")
        ]
        indexes = [
            models.Index(fields=["sponsor", "-id"], name="artifacts_of_a_sponsor"),
            models.Index(fields=["cmo", "-id"], name="artifacts_of_a_cmo"),
        ]

    def subject(self) -> str:
        return f"{self.number} · {self.get_kind_display()} · {self.batch.number}"

    def searchable(self) -> Iterable[tuple[str, str]]:
        yield "artifact_request", self.number


class ArtifactVersion(Part):
    """One file of one submission; what was handed over never changes."""

    record: ClassVar[str] = "artifact_version"
    stateful: ClassVar[bool] = False
    append_only: ClassVar[bool] = True

    request = models.ForeignKey(ArtifactRequest, on_delete=models.PROTECT, related_name="versions")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    pages = models.PositiveIntegerField()
    true_copy = models.BooleanField(default=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "version", "file"], name="a_file_once_per_submission")
        ]


class ArtifactComment(Part):
    """One remark of the reviewer on one page, with the author's answer."""

    record: ClassVar[str] = "artifact_comment"

    request = models.ForeignKey(ArtifactRequest, on_delete=models.PROTECT, related_name="comments")
    state = models.CharField(max_length=10, choices=CommentState.choices)
    round = models.PositiveSmallIntegerField()
    page = models.PositiveIntegerField()
    text = models.CharField(max_length=2000)
    answer = models.CharField(max_length=2000, blank=True)
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")


class Certificate(Root):
    """A certificate of analysis. It never changes; what the sponsor returns is followed by a new edition."""

    record: ClassVar[str] = "certificate"
    stateful: ClassVar[bool] = False
    with_root: ClassVar[tuple[str, ...]] = ("batch__item",)

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="certificates")
    request = models.ForeignKey(ArtifactRequest, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=30)
    edition = models.PositiveSmallIntegerField()
    specification = models.ForeignKey(MasterDocument, on_delete=models.PROTECT, related_name="+")
    sample = models.CharField(max_length=40, blank=True)
    laboratory = models.CharField(max_length=120, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "edition"], name="certificate_edition_once")]
        indexes = [
            models.Index(fields=["sponsor", "-id"], name="certificates_of_a_sponsor"),
            models.Index(fields=["cmo", "-id"], name="certificates_of_a_cmo"),
        ]

    def subject(self) -> str:
        return f"{self.number} · {self.batch.number} · {self.batch.item.sponsor_number}"

    def searchable(self) -> Iterable[tuple[str, str]]:
        yield "certificate", self.number


class CertificateResult(Part):
    """One test of a certificate. `reported` is what was measured; it is rounded only to be compared."""

    record: ClassVar[str] = "certificate_result"
    stateful: ClassVar[bool] = False
    append_only: ClassVar[bool] = True

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="results")
    position = models.PositiveSmallIntegerField()
    test = models.CharField(max_length=120)
    method = models.CharField(max_length=60)
    limit_low = quantity_value(null=True)
    limit_high = quantity_value(null=True)
    decimals = models.PositiveSmallIntegerField()
    reported = quantity_value()
    unit = models.CharField(max_length=20)
    count = models.PositiveSmallIntegerField()
    analyst = models.CharField(max_length=20)
    tested_on = models.DateField()
    verdict = models.CharField(max_length=4, choices=[("pass", _("pass")), ("fail", _("fail"))])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certificate", "position"], name="test_result_position"),
            models.CheckConstraint(
                condition=Q(limit_low__isnull=False) | Q(limit_high__isnull=False),
                name="test_result_has_a_limit",
            ),
        ]


class DispositionCode(models.TextChoices):
    """What was decided (R-15)."""

    RELEASED = "RELEASED", _("released")
    REJECTED = "REJECTED", _("rejected")


class Disposition(Part):
    """One decision of one company: the manufacturer's on the whole batch, the sponsor's on one market."""

    record: ClassVar[str] = "disposition"
    stateful: ClassVar[bool] = False
    append_only: ClassVar[bool] = True

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="dispositions")
    side = models.CharField(max_length=8)
    market = models.CharField(max_length=2, blank=True)
    code = models.CharField(max_length=12, choices=DispositionCode.choices)
    reason = models.CharField(max_length=2000, blank=True)
    disposal = models.CharField(max_length=2000, blank=True)
    statement = models.CharField(max_length=2000, blank=True)
    register_entry = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "side", "market"], name="one_decision_per_side_and_market"
            )
        ]
