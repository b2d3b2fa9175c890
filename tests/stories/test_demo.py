"""The demo's story, told once in a transaction that is never kept, and looked at from all sides."""
# ruff: noqa: F811 - fixtures are imported by the names that tests ask for

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from cobatch.demo import cast, story
from cobatch.demo.chapters.shipments import missing_code
from cobatch.demo.consignments import CONSIGNMENTS
from cobatch.demo.lots import OF_NUMBER
from cobatch.demo.papers import paper
from cobatch.demo.stage import Stage
from cobatch.documents.models import Signature
from cobatch.inbox.queries import waiting_on_me
from cobatch.network.models import Organisation, Site
from cobatch.network.tenancy import choose
from cobatch.steps.agreements.models import MasterDocument, QualityAgreement
from cobatch.steps.batches.models import Batch, BatchMarket
from cobatch.steps.batches.yields import label_reconciliation
from cobatch.steps.invoices.models import Invoice, InvoiceLine, Payment
from cobatch.steps.orders.models import OrderLine, PurchaseOrder
from cobatch.steps.plans.models import ForecastCell
from cobatch.steps.prices.models import Quotation, QuotedPrice
from cobatch.steps.quality.models import ArtifactComment, CertificateResult, Disposition
from cobatch.steps.schedules.models import PlannedBatch, Schedule
from cobatch.steps.shipments.models import HandlingUnit, Shipment
from cobatch.touchpoints.models import Act
from tests.stories.telling import do, inbox, rows, stage, told  # noqa: F401

CORVALE_ONLY = ("SF26J0301", "77120045", "CV-500", "Orvestin")


def test_every_state_has_its_act(stage: Stage) -> None:
    with connection.cursor() as cursor:
        choose(None)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_acts_happen_in_working_hours(stage: Stage) -> None:
    """But for the warehouse, which hands over on Dussehra what was promised for that day."""
    sites = {site.pk: site for site in _everybodys_sites(stage)}
    off = set()
    for line in story.in_time(cast.lines()) + story.told_in_time():
        calendar = sites[stage.person(line.who).site_id].calendar
        local = line.instant.astimezone(ZoneInfo(calendar.zone))
        if not (calendar.is_working(local.date()) and 8 <= local.hour < 18):
            off.add((line.who, line.when, line.code))
    assert off == {("ravi", "2026-10-20 15:35", "shipments.dispatch")}


def _everybodys_sites(stage: Stage) -> list[Site]:
    choose(None)
    return list(Site.objects.all())


@pytest.mark.parametrize(
    ("number", "state", "percent"),
    [
        ("SF26H0101", "released", "98.32"), ("SF26H0102", "released", "94.14"),
        ("SF26J0104", "released", "98.55"), ("SF26I0201", "released", "97.07"),
        ("SF26I0202", "released", "97.16"), ("AF26H0301", "released", "96.58"),
        ("AF26J0302", "cmo_released", "96.00"), ("AF26I0401", "released", "97.73"),
        ("AF26K0402", "under_review", "97.52"), ("SF26K0203", "under_review", "97.30"),
    ],
)  # fmt: skip
def test_yields_and_states_are_as_told(stage: Stage, number: str, state: str, percent: str) -> None:
    [batch] = rows(stage, "elena", Batch.objects.filter(number=number))
    assert (batch.state, batch.yield_percent, batch.packed_value) == (
        state, Decimal(percent), OF_NUMBER[number].packs,
    )  # fmt: skip
    assert batch.outside_alert == (number == "SF26H0102")


def test_live_batches_wait_for_the_shop_floor(stage: Stage) -> None:
    states = {
        b.number: b.state for b in rows(stage, "joerg", Batch.objects.filter(number__startswith="SF26K01"))
    }
    assert states == {"SF26K0105": "in_process", "SF26K0106": "created"}
    assert inbox(stage, "joerg") == {("batches.report_stage", "SF26K0105"), ("batches.start", "SF26K0106")}


def test_labels_of_the_short_batch(stage: Stage) -> None:
    [batch] = rows(stage, "elena", Batch.objects.filter(number="SF26H0102"))
    counts = (batch.labels_issued, batch.labels_used, batch.labels_damaged, batch.labels_returned)
    assert counts == (21_500, 20_920, 430, 146)
    assert label_reconciliation(*counts) == Decimal("99.981")
    comments = rows(stage, "elena", ArtifactComment.objects.order_by("page"))
    assert [(each.page, each.state) for each in comments] == [(46, "closed"), (112, "closed")]


def test_expiry_counts_from_the_first_mixing(stage: Stage) -> None:
    [batch] = rows(stage, "elena", Batch.objects.filter(number="SF26J0104"))
    assert (batch.expiry, batch.printed_expiry) == (date(2029, 10, 19), "09/2029")


def test_one_batch_is_released_for_one_market_only(stage: Stage) -> None:
    markets = rows(stage, "okafor", BatchMarket.objects.filter(batch__number="AF26J0302").order_by("market"))
    assert [(each.market, each.state) for each in markets] == [("DE", "awaiting_qp"), ("US", "released")]


def test_who_makes_a_batch_decides_nothing_about_it(stage: Stage) -> None:
    for disposition in rows(stage, "elena", Disposition.objects.select_related("batch")):
        made = rows(
            stage, "elena", Act.objects.filter(root_id=disposition.batch_id, code__startswith="batches.")
        )
        assert disposition.person_id not in {act.person_id for act in made if act.person_id}
    assert len(rows(stage, "elena", Disposition.objects)) == 2 * 9


def test_certificates_have_every_result(stage: Stage) -> None:
    assays = rows(
        stage, "elena", CertificateResult.objects.filter(test="Assay").select_related("certificate__batch")
    )
    assert len(assays) == 11
    for result in assays:
        assert result.reported == Decimal(f"{OF_NUMBER[result.certificate.batch.number].assay}4")


def test_order_was_split(stage: Stage) -> None:
    lines = rows(stage, "marcus", OrderLine.objects.filter(order__number="4500018231").order_by("portion"))
    told = [
        (line.confirmed_value, line.confirmed_date, line.shipped_value, line.price_amount) for line in lines
    ]
    assert told == [
        (44_000, date(2026, 9, 25), 42_770, Decimal("2.10")),
        (22_000, date(2026, 10, 16), 21_900, Decimal("2.10")),
    ]
    late = rows(stage, "marcus", Shipment.objects.filter(lines__order_line=lines[1]))[0].handed_over_at
    assert (late.date() - lines[1].confirmed_date).days == 27


def test_orders_stand_as_told(stage: Stage) -> None:
    lines = rows(stage, "marcus", OrderLine.objects.select_related("order").order_by("position", "portion"))
    states: dict[str, list[str]] = {}
    for line in lines:
        states.setdefault(line.order.number, []).append(line.state)
    assert states == {
        "4500018231": ["complete", "complete"], "4500018310": ["complete"],
        "4500018377": ["complete", "complete"], "4500018502": ["received", "received"],
        "4500018533": ["complete", "in_production"], "4500018690": ["confirmed"],
        "4500018744": ["in_production"], "4500018802": ["in_production"],
    }  # fmt: skip
    [february] = [line for line in lines if line.order.number == "4500018690"]
    assert february.planned_start == date(2027, 2, 8)


def test_one_of_83_shippers_is_missing(stage: Stage) -> None:
    [shipment] = rows(stage, "ray", Shipment.objects.filter(lines__batch__number="AF26H0301"))
    units = rows(stage, "ray", HandlingUnit.objects.filter(shipment=shipment).order_by("sscc"))
    sizes = [int(unit.packs_value) for unit in units]
    assert (len({u.sscc for u in units}), sizes.count(280), sizes.count(220), sum(sizes)) == (
        83,
        82,
        1,
        23_180,
    )
    assert [u.sscc for u in units if u.missing] == [missing_code(CONSIGNMENTS[1])]
    [line] = rows(stage, "ray", shipment.lines)
    assert (line.shipped_value, line.good_value) == (23_180, 22_900)
    assert shipment.handed_over_at == datetime(2026, 10, 6, 8, 12, tzinfo=UTC)


def test_invoices_are_as_told(stage: Stage) -> None:
    found = {each.number: each for each in rows(stage, "ray", Invoice.objects)}
    assert {
        number: (each.state, str(each.total), str(each.approved), each.due_on, each.codes)
        for number, each in found.items()
    } == {
        "SF-INV-7712": ("settled", "89817.00 USD", "89817.00 USD", date(2026, 11, 9), []),
        "SF-INV-7755": ("blocked", "57408.00 USD", "None", date(2026, 12, 7), ["PRICE"]),
        "SF-INV-7790": ("approved", "45990.00 USD", "45990.00 USD", date(2026, 12, 28), []),
        "AF-2026-1187": ("blocked", "264252.00 EUR", "None", date(2026, 12, 31), ["QTY"]),
    }
    [payment] = rows(stage, "lena", Payment.objects)
    assert (payment.value_date, payment.bank_date) == (date(2026, 11, 9), date(2026, 11, 10))


def test_wrong_tier_is_blocked_with_its_figures(stage: Stage) -> None:
    [line] = rows(stage, "ray", InvoiceLine.objects.filter(invoice__number="SF-INV-7755"))
    assert (line.variance_amount, line.variance_percent, line.undisputed_amount) == (
        Decimal("2080.00"), Decimal("3.76"), Decimal("55328.00"),
    )  # fmt: skip
    assert (line.tier_reached_on, line.tier_reached_by) == (date(2026, 10, 12), "4500018310")


def test_lost_at_our_risk_may_be_paid_in_full(stage: Stage) -> None:
    """The goods travelled FCA: the sponsor pays what was handed over, and asks the carrier."""
    [line] = rows(stage, "ray", InvoiceLine.objects.filter(invoice__number="AF-2026-1187"))
    assert line.undisputed_amount == Decimal("261060.00")
    do(
        stage,
        "ray",
        "invoices.approve",
        "AF-2026-1187",
        {"reason": "Lost after hand-over FCA Ulm; claimed from NordKuhl."},
    )
    [invoice] = rows(stage, "ray", Invoice.objects.filter(number="AF-2026-1187"))
    assert (invoice.state, str(invoice.approved)) == ("approved", "264252.00 EUR")


def test_two_companies_release_the_live_batch(stage: Stage) -> None:
    statements = {"batch_record_reviewed": True, "audit_trail_reviewed": True, "no_open_deviation": True}
    do(stage, "anjali", "quality.certify", "SF26K0203", {"decision": "release", **statements})
    assert ("quality.certify_release", "SF26K0203") in inbox(stage, "okafor")
    entry = {"register_entry": "HRI-2026-0131", "authorisation": "M-11043"}
    decisions = [{"market": "DE", "decision": "accepted"}]
    do(stage, "okafor", "quality.certify_release", "SF26K0203", {"decisions": decisions, **entry})
    [batch] = rows(stage, "okafor", Batch.objects.filter(number="SF26K0203"))
    assert batch.state == "released"
    signed = rows(stage, "okafor", Signature.objects.filter(root_id=batch.pk).order_by("at", "pk"))
    assert {each.city for each in signed} == {"Pune", "Dublin"}


def test_forecast_is_answered_short_and_not_at_all(stage: Stage) -> None:
    cells = rows(
        stage,
        "marcus",
        ForecastCell.objects.filter(version__cycle_id=stage.records["forecast 2026-11 HR-SF"]).select_related(
            "item"
        ),
    )
    tablets = {cell.month: cell for cell in cells if cell.item.sponsor_number == "HR-101"}
    january, february, march = (tablets[date(2027, month, 1)] for month in (1, 2, 3))
    assert (january.demand_value, january.commitment_value, january.constraint) == (66_000, 44_000, "people")
    assert (february.demand_value, february.commitment_value) == (44_000, 66_000)
    assert (march.before_value, march.demand_value, march.commitment_value) == (44_000, 66_000, 44_000)
    assert {cell.month for cell in cells if cell.breach} == {date(2027, 3, 1)}
    assert ("plans.agree", "2026-11") in inbox(stage, "marcus")
    [overdue] = stage.see("jonas", lambda: waiting_on_me(stage.person("jonas")))
    assert (overdue.wait.code, overdue.overdue) == ("plans.commit", True)
    assert overdue.due == datetime(2026, 11, 17, 16, tzinfo=UTC)


def test_third_round_waits_for_one_signature(stage: Stage) -> None:
    prices = rows(
        stage, "sofia", QuotedPrice.objects.filter(round__valid_from__year=2027).order_by("round__number")
    )
    assert [price.price_amount for price in prices] == [Decimal("1.36"), Decimal("1.30"), Decimal("1.33")]
    [quotation] = rows(stage, "sofia", Quotation.objects.filter(rounds__valid_from__year=2027).distinct())
    assert quotation.state == "signed_by_sponsor"
    assert inbox(stage, "kavita") == {("prices.agree", quotation.number)}


def test_schedule_eleven_slips(stage: Stage) -> None:
    [schedule] = rows(stage, "marcus", Schedule.objects.filter(number=11))
    assert schedule.silence_accepts_at == datetime(2026, 11, 23, 22, tzinfo=UTC)  # 17:00 in Boston
    slipped = rows(stage, "marcus", PlannedBatch.objects.filter(schedule=schedule, moved=True))
    assert [(row.number, row.slack_days, row.cause) for row in slipped] == [("SF26K0105", 2, "people")]


def test_inboxes_hold_what_waits(stage: Stage) -> None:
    assert inbox(stage, "marcus") == {("plans.agree", "2026-11"), ("schedules.accept", "SF v11")}
    assert inbox(stage, "okafor") == {("quality.certify_release", "AF26J0302")}
    assert ("quality.certify", "SF26K0203") in inbox(stage, "anjali")
    assert inbox(stage, "katrin") == {("quality.certify", "AF26K0402")}
    assert inbox(stage, "ray") == {
        ("invoices.approve_part", "SF-INV-7755"),
        ("invoices.approve_part", "AF-2026-1187"),
    }
    assert inbox(stage, "nadia") == {("invoices.remit", "SF-INV-7790")}
    assert {code for code, _subject in inbox(stage, "elena")} == {"quality.review_artifact"}
    assert len(inbox(stage, "elena")) == 2


def test_agreements_and_leaflets(stage: Stage) -> None:
    assert {each.state for each in rows(stage, "elena", QualityAgreement.objects)} == {"effective"}
    leaflets = rows(stage, "elena", MasterDocument.objects.filter(kind="artwork").order_by("revision"))
    assert [(each.revision, each.state) for each in leaflets] == [("07", "superseded"), ("08", "effective")]


def test_corvale_is_invisible_to_halden(stage: Stage) -> None:
    for who in ("elena", "marcus", "nadia"):
        assert not rows(stage, who, Batch.objects.filter(number__in=CORVALE_ONLY))
        assert not rows(stage, who, PurchaseOrder.objects.filter(number__in=CORVALE_ONLY))
        assert not rows(stage, who, Organisation.objects.filter(code="CV"))
        waits = stage.see(who, lambda who=who: waiting_on_me(stage.person(who)))
        assert not [each for each in waits if any(word in each.subject for word in CORVALE_ONLY)]
    assert len(rows(stage, "nina", Batch.objects)) == 1
    assert len(rows(stage, "anjali", Batch.objects)) == 10


def test_papers_are_real_and_always_the_same() -> None:
    made = paper("Batch record (SF26H0101)", "first line", pages=3)
    assert made == paper("Batch record (SF26H0101)", "first line", pages=3)
    assert made.count(b"/Type /Page ") == 3
    start = int(re.findall(rb"startxref\n(\d+)", made)[0])
    assert made[start:].startswith(b"xref\n")
    for number, place in enumerate(re.findall(rb"(\d{10}) 00000 n", made), start=1):
        assert made[int(place) :].startswith(b"%d 0 obj" % number)
