"""Confirming outside of a test's transaction: every order is committed by itself."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cobatch.exchange.confirming import confirm
from cobatch.exchange.models import ImportDraft
from cobatch.exchange.tests.sheets import row, xlsx_of
from cobatch.exchange.tests.test_imports import previewed
from cobatch.kernel.roles import Role
from cobatch.touchpoints import records
from tests.setups.orders import ready_to_order


@pytest.mark.commits
def test_each_order_is_committed_and_one_refused_after_all_leaves_the_others(committed_world):
    world, client = committed_world, Client()
    ready_to_order(world)
    client.force_login(world.sponsor.actor(Role.BUYER).person, backend="cobatch.network.signin.Backend")
    begin = f"/imports/orders/?relationship={world.relationship.pk}"
    content = xlsx_of(row("PO-1"), row("PO-2"))
    address = client.post(begin, {"file": SimpleUploadedFile("orders.xlsx", content)})["Location"]

    done = client.post(f"{address}do/confirm/", follow=True).content.decode()

    assert "2 done, 0 were there already." in done
    assert sorted(order.number for order in world.rows(records.model_named("order"))) == ["PO-1", "PO-2"]
    assert not world.rows(ImportDraft)

    both_look = previewed(world, xlsx_of(row("PO-3"), row("PO-4")))
    world.issue_order("PO-3")
    results = confirm(both_look, world.sponsor.actor(Role.BUYER))
    assert [(each.number, bool(each.reasons)) for each in results] == [("PO-3", True), ("PO-4", False)]
