"""What the engine keeps: acts, transitions, waits, clocks, numbers, search."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from cobatch.network.models import Organisation, Person
from cobatch.network.rows import PrivateRow, Row


class Xact(models.BigIntegerField):  # type: ignore[type-arg] # the class takes none when it runs
    """PostgreSQL's 64-bit transaction id, which only the database itself fills in."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class CurrentXact(models.Func):
    """The id of the running transaction."""

    function = "pg_current_xact_id"
    arity = 0
    output_field = Xact()


class OfEither(Row):
    """A row of a relationship, or of one organisation alone."""

    tenancy: ClassVar[str] = "either"

    relationship = models.ForeignKey(
        "network.Relationship", on_delete=models.PROTECT, null=True, related_name="+"
    )
    sponsor = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    cmo = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Act(OfEither):
    """One touch point, performed. Nothing a person typed is kept here; that lives in the ledger's disclosures.

    `organisation` is the acting company; `log` and `index` say where the act stands in the ledger.
    """

    append_only: ClassVar[bool] = True
    announced: ClassVar[bool] = True  # whoever watches the record is told at commit

    code = models.CharField(max_length=60)
    root_type = models.CharField(max_length=30)
    root_id = models.UUIDField()
    on_id = models.UUIDField()
    version = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    cause = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="consequences")
    key = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)
    schema_digest = models.CharField(max_length=64)
    source = models.CharField(max_length=10)
    at = models.DateTimeField()
    log_id = models.UUIDField()
    index = models.BigIntegerField()
    leaf = models.CharField(max_length=64)
    answer = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="act_key_once")]
        indexes = [models.Index(fields=["root_id", "at"], name="acts_of_a_root")]


class Transition(OfEither):
    """One record that one act moved; the database refuses a state that changed without its row here."""

    tenancy: ClassVar[str] = "clockwork"
    append_only: ClassVar[bool] = True

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="transitions")
    record_type = models.CharField(max_length=30)
    record_id = models.UUIDField(db_index=True)
    root_id = models.UUIDField()
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30)
    at = models.DateTimeField()
    xact = Xact(db_default=CurrentXact(), editable=False)


class Waiting(OfEither):
    """Somebody is waited on for an act. `organisation` is the company whose turn it is; open while not ended."""

    tenancy: ClassVar[str] = "clockwork"

    side = models.CharField(max_length=8)
    code = models.CharField(max_length=60)
    roles = models.JSONField(default=list)
    root_type = models.CharField(max_length=30)
    root_id = models.UUIDField()
    subject = models.CharField(max_length=300)
    since = models.DateTimeField()
    due = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Act, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["root_id", "code", "side"], condition=Q(ended_at__isnull=True), name="waited_for_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due"], condition=Q(ended_at__isnull=True), name="open_waits"
            ),
            models.Index(fields=["root_id"], condition=Q(ended_at__isnull=True), name="open_waits_of_a_root"),
        ]


class Due(OfEither):
    """An automatic act that time itself brings about; the worker performs it when its hour has come."""

    tenancy: ClassVar[str] = "clockwork"

    when = models.DateTimeField()
    code = models.CharField(max_length=60)
    root_type = models.CharField(max_length=30)
    root_id = models.UUIDField()
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["root_id", "code"],
                condition=Q(done_at__isnull=True),
                name="one_clock_per_act_and_record",
            )
        ]
        indexes = [models.Index(fields=["when"], condition=Q(done_at__isnull=True), name="clocks_running")]


class Counter(Row):
    """The newest of our own numbers, per company, kind and year."""

    tenancy: ClassVar[str] = "server"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    newest = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "year"], name="one_counter")]


class Found(OfEither):
    """One number or name under which people look for a record."""

    kind = models.CharField(max_length=30)
    text = models.CharField(max_length=120)
    root_type = models.CharField(max_length=30)
    root_id = models.UUIDField()
    subject = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["root_id", "kind", "text"], name="found_once"),
        ]
        indexes = [GinIndex(OpClass(Upper(F("text")), name="gin_trgm_ops"), name="found_by_trigram")]


class Schema(models.Model):
    """The JSON Schema of a payload as it was when acts were performed with it; old acts render from it forever."""

    tenancy: ClassVar[str] = "public"
    append_only: ClassVar[bool] = True

    digest = models.CharField(max_length=64, primary_key=True)
    code = models.CharField(max_length=60)
    schema = models.JSONField()


class RefusedAttempt(PrivateRow):
    """Somebody tried what their role, limit or training does not allow; kept for the company's own security people."""

    append_only: ClassVar[bool] = True

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=60)
    root_id = models.UUIDField()
    reasons = models.JSONField()
    at = models.DateTimeField()
