"""Why a decision on a batch is refused."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from cobatch.kernel.quantity import Quantity
from cobatch.kernel.refusals import Refusal
from cobatch.steps.agreements.queries import read_once
from cobatch.steps.batches.models import Batch, MarketState
from cobatch.steps.quality.checks import Check, cmo_checks, signed_by_the_manufacturer, sponsor_checks
from cobatch.steps.quality.decisions import (
    CmoDecision,
    CmoDisposition,
    MarketDecided,
    MarketDecision,
    Release,
)
from cobatch.steps.quality.queries import UNDECIDED, lot_made_of, markets_in
from cobatch.stock.models import Place, Status
from cobatch.stock.queries import balance
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.models import Act

Guard = Callable[[Context[Any, Any]], Iterator[Refusal]]


def signer_made_nothing_of_it(act: Context[Batch, Any]) -> Iterator[Refusal]:
    """Nobody who performed a step of a batch releases it."""
    person = act.actor.person
    if person is None:
        return
    if Act.objects.filter(root_id=act.on.pk, person_id=person.pk, code__startswith="batches.").exists():
        yield Refusal("performer_cannot_release", _("You have performed a step of this batch yourself."))


def cmo_checks_hold(act: Context[Batch, CmoDisposition]) -> Iterator[Refusal]:
    """A release stands on its checks; a rejection needs none."""
    if act.payload.decision is CmoDecision.RELEASE:
        yield from _refusals(cmo_checks(act.on))


def manufacturer_has_signed(act: Context[Batch, Any]) -> Iterator[Refusal]:
    """The sponsor never decides before the manufacturer."""
    yield from _refusals([signed_by_the_manufacturer(act.on)])


def sponsor_checks_hold(act: Context[Batch, Release]) -> Iterator[Refusal]:
    """A release for any market stands on the checks; a rejection needs none."""
    if any(each.decision is MarketDecided.ACCEPTED for each in act.payload.decisions):
        yield from _refusals(sponsor_checks(act.on, act.now))


def a_market_waits(state: MarketState) -> Guard:
    """Some market of the batch is the signer's to decide."""

    def guard(act: Context[Batch, Any]) -> Iterator[Refusal]:
        if not markets_in(act.on, state):
            yield Refusal("no_market_waits", _("No market of this batch waits for you."))

    return guard


def decisions_are_on(state: MarketState) -> Guard:
    """Each decision is on a market that waits for this signer, once."""

    def guard(act: Context[Batch, Release]) -> Iterator[Refusal]:
        waiting = {market.market for market in markets_in(act.on, state)}
        for index, decision in enumerate(act.payload.decisions):
            if decision.market not in waiting:
                yield Refusal(
                    "not_your_market",
                    _("%(market)s does not wait for your decision.") % {"market": decision.market},
                    f"/decisions/{index}/market",
                )
            waiting.discard(decision.market)

    return guard


def packs_are_shared_out(act: Context[Batch, Release]) -> Iterator[Refusal]:
    """Each market gets its packs; the last one gets all that are left, and nothing stays undecided."""
    left = quarantined(act.on)
    later = len(markets_in(act.on, *UNDECIDED)) - len(act.payload.decisions)
    total = Quantity.zero(left.unit)
    for index, decision in enumerate(act.payload.decisions):
        at = f"/decisions/{index}/quantity"
        if decision.quantity is None:
            if later or len(act.payload.decisions) > 1:
                yield Refusal(
                    "quantity_needed", _("Other markets are open: say how many packs are for this one."), at
                )
            return
        if decision.quantity.unit != left.unit:
            yield Refusal("wrong_unit", _("This batch is counted in %(unit)s.") % {"unit": left.unit}, at)
            return
        if decision.quantity.value <= 0:
            yield Refusal("quantity_not_positive", _("Decide on more than nothing."), at)
        total += decision.quantity
    if total > left or (not later and total != left):
        words = {"left": str(left)}
        yield Refusal("quantities_do_not_add_up", _("%(left)s are left to be decided.") % words, "/decisions")


def quarantined(batch: Batch) -> Quantity:
    """What of the batch still waits for a decision; read once for one act."""
    return read_once(batch, "quarantined", lambda: balance(lot_made_of(batch), Place.CMO, Status.QUARANTINE))


def share_of(batch: Batch, decision: MarketDecision) -> Quantity:
    """The packs one decision is about."""
    return decision.quantity or quarantined(batch)


def _refusals(checks: Iterable[Check]) -> Iterator[Refusal]:
    for check in checks:
        if not check.holds:
            yield Refusal(check.code, check.text, check.at)
