"""The tests' own ground: the role they run as, and that what they commit does not stay."""

import psycopg
import pytest
from django.db import connection


@pytest.mark.django_db
def test_tests_run_under_row_level_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("cobatch_app", False, False, False)


@pytest.mark.django_db
def test_application_owns_no_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE tableowner = current_user) FROM pg_tables WHERE schemaname = 'public'"
        )
        tables, owned = cursor.fetchone()
    assert tables > 10
    assert owned == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["SET ROLE cobatch_owner", "CREATE TABLE mine (x int)", "SET session_replication_role = replica"],
)
def test_application_may_not(statement: str) -> None:
    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("_again", [1, 2])
@pytest.mark.commits
def test_what_is_committed_is_gone_for_the_next_test(
    _again: int, owner_connection: psycopg.Connection
) -> None:
    count = "SELECT count(*) FROM django_session"
    assert owner_connection.execute(count).fetchone() == (0,)
    owner_connection.execute("INSERT INTO django_session VALUES ('key', 'data', now())")
    with psycopg.connect(owner_connection.info.dsn) as other:
        assert other.execute(count).fetchone() == (1,)


@pytest.mark.commits
def test_rows_of_migrations_stay(owner_connection: psycopg.Connection) -> None:
    row = owner_connection.execute("SELECT count(*) FROM django_migrations").fetchone()
    assert row is not None
    assert row[0] > 10
