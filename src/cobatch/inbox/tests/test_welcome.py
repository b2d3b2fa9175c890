"""A new person's first mail."""

from pathlib import Path

import pytest
from procrastinate.contrib.django import app

from cobatch.kernel.roles import Role
from cobatch.network.models import Person
from cobatch.network.tenancy import as_organisation

pytestmark = pytest.mark.commits


def test_a_new_person_is_mailed_a_link_that_sets_their_password(
    committed_world, mailbox, queue, client, settings
):
    world = committed_world
    payload = {
        "email": "new@sf.example",
        "name": "Nina",
        "title": "",
        "site": world.cmo.site.pk,
        "roles": ["planner"],
    }
    world.act("parties.add_person", world.cmo.organisation.id, payload, world.cmo.actor(Role.ADMINISTRATOR))
    queue.forget()
    with as_organisation(world.cmo.organisation.id):
        person = Person.objects.get(email="new@sf.example")
    app.configure_task("inbox.welcome").defer(person=str(person.pk))
    queue.work()

    [mail] = mailbox.to("new@sf.example")
    link = next(line for line in mail.get_content().split() if line.startswith(settings.COBATCH_ADDRESS))
    path = link.removeprefix(settings.COBATCH_ADDRESS)
    chosen = {"password1": "a long enough phrase 7", "password2": "a long enough phrase 7"}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    page = client.get(path, follow=True)
    assert page.status_code == 200
    client.post(page.redirect_chain[-1][0], chosen)
    person.refresh_from_db()
    assert person.check_password(chosen["password1"])
    # A second mail would be for somebody who has a password.
    app.configure_task("inbox.welcome").defer(person=str(person.pk))
    queue.work()
    assert len(mailbox.to("new@sf.example")) == 1
