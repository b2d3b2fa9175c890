from tests.stories.test_demo import stage
from cobatch.network.tenancy import as_organisation, choose
from cobatch.steps.batches.models import *
from cobatch.steps.orders.models import *
from cobatch.steps.shipments.models import *
from cobatch.steps.invoices.models import *
from cobatch.steps.plans.models import *
from cobatch.steps.prices.models import *
from cobatch.steps.schedules.models import *
from cobatch.steps.agreements.models import *
from cobatch.touchpoints.models import *
def test_dump(stage):
    for org in ("HR","SF","AF","CV"):
        with as_organisation(stage.records[org]):
            print("=====",org)
            for b in Batch.objects.order_by("number"):
                print(b.number,b.state,b.packed_value,b.yield_percent,b.outside_alert,b.expiry,b.printed_expiry,b.labels_issued,[(m.market,m.state) for m in b.markets.all()])
            if org in("HR","CV"):
              for l in OrderLine.objects.select_related("order").order_by("order__number","position","portion"):
                print(l.order.number,l.label,l.state,l.ordered_value,l.confirmed_value,l.confirmed_date,l.price_amount,"shipped",l.shipped_value,"rec",l.received_value,"start",l.planned_start)
              for s in Shipment.objects.all(): print(s.number,s.state,s.handed_over_at,s.arrived_at,s.units.count(),s.items_text)
              for s in Invoice.objects.all(): print(s.number,s.state,s.total,s.approved,s.due_on,s.codes,[(l.variance_amount,l.variance_percent,l.undisputed_amount,l.tier_reached_on,l.tier_reached_by) for l in s.lines.all()])
              for s in ForecastCycle.objects.all(): print(s.name,s.relationship_id==stage.records["HR-SF"],s.state)
              for s in Schedule.objects.all(): print(s.number,s.state,s.published_on,s.silence_accepts_at,[(r.number,r.slack_days,r.moved) for r in s.rows.all()])
              for s in Quotation.objects.all(): print(s.number,s.state)
              for s in MasterDocument.objects.all(): print(s.number,s.revision,s.state)
            for w in Waiting.objects.filter(ended_at=None).order_by("due"):
                print("WAIT",w.organisation.code,w.code,w.roles,w.subject,w.since,w.due)
            print("acts",Act.objects.count(), "due", Due.objects.filter(done_at=None).count(), set(Due.objects.values_list("outcome",flat=True)))
