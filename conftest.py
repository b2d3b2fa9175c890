"""The tests' database: a throw-away server, one database per test process, seen as the application sees it.

Tests that ask for `db` run in a transaction that is rolled back. Those marked `commits` really commit, and
all tables are emptied after them. No test connects as the owner unless it asks for `owner_connection`.
"""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import TransactionTestCase

from cobatch.conf import roles, trial
from cobatch.conf.cluster import Cluster
from cobatch.conf.environment import database
from cobatch.conf.verification import find_browser

pytest_plugins = ["tests.world"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that commits needs no second marker to say so; without Chromium its tests say that they wait."""
    no_browser = pytest.mark.skip(
        reason="no Chromium on this machine: run.py test --with-browser installs it"
    )
    browser = find_browser()
    for item in items:
        if item.get_closest_marker("browser") and not browser:
            item.add_marker(no_browser)
        if item.get_closest_marker("commits") and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def database_cluster() -> Iterator[Cluster]:
    """The running server; the last test process of all stops it."""
    cluster = trial.trial_cluster()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def database_name(
    database_cluster: Cluster, django_test_environment: None, django_db_blocker: Any
) -> Iterator[str]:
    """A migrated database of this process alone."""
    with django_db_blocker.unblock():
        name = trial.trial_database(database_cluster)
    yield name
    trial.drop_database(database_cluster, name)


@pytest.fixture(scope="session")
def database_url(database_cluster: Cluster, database_name: str) -> str:
    """The application's way in: no owner, no superuser, under row-level security."""
    return database_cluster.url(roles.APP, database_name)


@pytest.fixture(scope="session")
def database_owner_url(database_cluster: Cluster, database_name: str) -> str:
    """The way in of migrations."""
    return database_cluster.url(roles.OWNER, database_name)


@pytest.fixture(scope="session")
def database_superuser_url(database_cluster: Cluster, database_name: str) -> str:
    """The way in of somebody who holds the machine."""
    return database_cluster.url(roles.SUPERUSER, database_name)


@pytest.fixture(scope="session")
def server_environment(database_url: str, database_owner_url: str) -> dict[str, str]:
    """For a real server or worker process on the tests' database."""
    return os.environ | {
        "DATABASE_URL": database_url,
        "DATABASE_OWNER_URL": database_owner_url,
        "COBATCH_POOL": "8",
    }


@pytest.fixture(scope="session")
def django_db_setup(
    database_url: str, database_superuser_url: str, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """Replaces pytest-django's: emptying the tables takes more than the application may do."""

    def empty(_case: TransactionTestCase) -> None:
        trial.empty_all(database_superuser_url)

    wanted = database(database_url)
    usual = connections.settings["default"]
    connections["default"].close()
    usual.update({key: wanted[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def owner_connection(database_superuser_url: str) -> Iterator[psycopg.Connection]:
    """For tampering as only somebody with the machine could: a superuser, in its own transactions."""
    with psycopg.connect(database_superuser_url, autocommit=True) as connection:
        yield connection
