"""Balances are sums of movements; nobody takes what is not there, and nothing booked is changed."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from cobatch.kernel.quantity import Quantity
from cobatch.kernel.refusals import Refused
from cobatch.network.tenancy import choose
from cobatch.stock.models import Kind, Lot, Movement, Place, Status
from cobatch.stock.moving import Spot, book, movement
from cobatch.stock.queries import balance, balances_of, lot_of_batch

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
QUARANTINE = Spot(Place.CMO, Status.QUARANTINE)
RELEASED = Spot(Place.CMO, Status.RELEASED)
ON_THE_ROAD = Spot(Place.CARRIER, Status.IN_TRANSIT)


def packs(count):
    return Quantity(Decimal(count), "H87")


@pytest.fixture
def lot(world):
    return new_lot(world, "SF26K0101", date(2029, 10, 19))


def new_lot(world, number, expiry):
    choose(world.cmo.organisation.id)
    return Lot.objects.create(
        relationship=world.relationship, sponsor=world.sponsor.organisation, cmo=world.cmo.organisation,
        item=world.item, number=number, made_on=date(2026, 11, 20), expiry=expiry,
    )  # fmt: skip


def test_a_balance_follows_the_goods(lot):
    book(movement(lot, Kind.PRODUCED, packs(21850), AT, target=QUARANTINE))
    book(movement(lot, Kind.RELEASED, packs(21850), AT, QUARANTINE, RELEASED, market="US"))
    book(movement(lot, Kind.HANDED_OVER, packs(850), AT, RELEASED, ON_THE_ROAD))

    assert balance(lot, *vars(QUARANTINE).values()) == packs(0)
    assert balance(lot, Place.CMO) == packs(21000)
    assert balance(lot, status=Status.IN_TRANSIT) == packs(850)
    assert balance(lot) == packs(21850)


def test_what_has_left_exists_no_more(lot):
    book(movement(lot, Kind.PRODUCED, packs(100), AT, target=QUARANTINE))
    book(movement(lot, Kind.DESTROYED, packs(100), AT, QUARANTINE))

    assert balance(lot) == packs(0)
    assert balances_of(lot.item) == {}


def test_more_than_is_there_is_refused_and_nothing_is_booked(lot):
    book(movement(lot, Kind.PRODUCED, packs(100), AT, target=RELEASED))

    with pytest.raises(Refused) as refused:
        book(
            movement(lot, Kind.HANDED_OVER, packs(60), AT, RELEASED, ON_THE_ROAD),
            movement(lot, Kind.HANDED_OVER, packs(60), AT, RELEASED, ON_THE_ROAD),
        )

    assert refused.value.code == "not_enough_stock"
    assert balance(lot, Place.CMO) == packs(100)


def test_what_expires_first_comes_first(world):
    late, early = new_lot(world, "B", date(2030, 1, 1)), new_lot(world, "A", date(2029, 1, 1))
    book(*(movement(each, Kind.PRODUCED, packs(5), AT, target=RELEASED) for each in (late, early)))

    assert [each.number for each in balances_of(world.item, Place.CMO, Status.RELEASED)] == ["A", "B"]


@pytest.mark.parametrize("values", [{"quantity": packs(0), "target": RELEASED}, {"quantity": packs(5)}])
def test_a_movement_moves_something_somewhere(lot, values):
    with pytest.raises(DatabaseError), transaction.atomic():
        book(movement(lot, Kind.CORRECTED, at=AT, **values))


@pytest.mark.parametrize("statement", ["update stock_movement set value = 1", "delete from stock_movement"])
def test_a_movement_is_never_changed(lot, statement):
    book(movement(lot, Kind.PRODUCED, packs(100), AT, target=RELEASED))

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert balance(lot) == packs(100)


def test_a_stranger_sees_neither_lot_nor_movement(world, lot):
    book(movement(lot, Kind.PRODUCED, packs(100), AT, target=RELEASED))

    choose(world.other_sponsor.organisation.id)
    assert not Lot.objects.exists()
    assert not Movement.objects.exists()
    assert lot_of_batch(lot.pk) is None
