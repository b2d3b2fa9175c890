"""Two last submissions at the same instant: the review of the batch begins once, and not never."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from cobatch.network.tenancy import choose
from cobatch.steps.batches.models import Batch, BatchState
from cobatch.touchpoints.models import Act
from tests.setups import quality

pytestmark = pytest.mark.commits


def test_record_and_certificate_submitted_at_once_begin_one_review(committed_world):
    world = committed_world
    batch = quality.produced(world)
    record, certificate = (quality.request_of(world, batch, kind) for kind in ("batch_record", "certificate"))
    wishes = (
        ("quality.submit_artifact", record, quality.submission(world), world.cmo.actor(quality.QA)),
        (
            "quality.issue_certificate",
            certificate,
            quality.analysis(world, batch),
            world.cmo.actor(quality.QC),
        ),
    )

    def act(wish):
        try:
            return world.act(*wish, version=1)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        # Both have written their own request and wait for the batch; neither sees the other's.
        with transaction.atomic():
            choose(world.cmo.organisation.pk)
            Batch.objects.select_for_update(no_key=True).get(pk=batch)
            running = [pool.submit(act, wish) for wish in wishes]
            time.sleep(1)
            assert not any(each.done() for each in running)
        for each in running:
            each.result(timeout=20)

    assert world.read(Batch, batch).state == BatchState.UNDER_REVIEW
    assert len(world.rows(Act, root_id=batch, code="batches.begin_review")) == 1
