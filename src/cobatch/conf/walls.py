"""Whether the walls in the database stand: read from PostgreSQL's catalogue, not from what we believe."""

from collections.abc import Iterator

from django.db import connection

from cobatch.network.tenancy import OPEN, guarded_models, tenancy_of

ROLE = "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
TABLES = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, c.relowner = (current_user::regrole)::oid,
       has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE')
  FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
"""


def broken_walls() -> Iterator[str]:
    """One sentence for each wall that does not stand for the role we are connected as."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        if any(cursor.fetchone() or ()):
            yield "The application's role is a superuser, bypasses row-level security or may create roles."
        cursor.execute(TABLES)
        found = {name: rest for name, *rest in cursor.fetchall()}
    for model in guarded_models():
        table = model._meta.db_table
        if table not in found:
            yield f"Table {table} is missing."
            continue
        forced, owned, writable = found[table]
        if not forced and tenancy_of(model) not in OPEN:
            yield f"Table {table} is not under forced row-level security."
        if owned:
            yield f"Table {table} belongs to the application's role."
        if writable and getattr(model, "append_only", False):
            yield f"Table {table} is append-only, and the application may change it."
