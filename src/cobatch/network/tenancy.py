"""The walls between companies: whose rows a database session may see, and who may write what.

Each model says its `tenancy` in a class attribute; `secure()` turns these into grants, row-level
security policies and append-only triggers. It is idempotent and runs after every migration, so the
walls always follow the models.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

ME = "(select nullif(current_setting('app.org', true), '')::uuid)"
# Before anyone has signed in, no organisation is set: then only what sign-in itself needs can be read.
NOBODY = "(select nullif(current_setting('app.org', true), '') is null)"
PARTNERS = f"(select sponsor_id from network_relationship where cmo_id = {ME} union select cmo_id from network_relationship where sponsor_id = {ME})"  # noqa: E501, S608

POLICIES = {
    "shared": f"sponsor_id = {ME} or cmo_id = {ME}",
    "private": f"organisation_id = {ME}",
    "either": f"organisation_id = {ME} or sponsor_id = {ME} or cmo_id = {ME}",
    # Rows the server itself must find when it acts for nobody yet: clocks that ran out, mail to send.
    "clockwork": f"{NOBODY} or organisation_id = {ME} or sponsor_id = {ME} or cmo_id = {ME}",
    "organisation": f"{NOBODY} or id = {ME} or id in {PARTNERS}",
    "people": f"{NOBODY} or organisation_id = {ME} or organisation_id in {PARTNERS}",
    # Public keys of partners; before sign-in none.
    "ledger_key": f"organisation_id = {ME} or organisation_id in {PARTNERS}",
    "signin": f"{NOBODY} or organisation_id = {ME}",
}
# What one may read of a partner one may not write.
WRITES = {
    "organisation": f"{NOBODY} or id = {ME}",
    "people": f"{NOBODY} or organisation_id = {ME}",
    "ledger_key": f"{NOBODY} or organisation_id = {ME}",
}
OPEN = {"server", "public"}  # no row-level security: nothing in them belongs to a company


@contextmanager
def as_organisation(organisation_id: UUID) -> Iterator[None]:
    """One transaction that sees what this organisation may see."""
    with transaction.atomic():
        choose(organisation_id)
        yield


def choose(organisation_id: UUID | None) -> None:
    """Set whose rows the rest of this transaction sees."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.org', %s, true)", [str(organisation_id or "")])


def guarded_models() -> Iterator[type[models.Model]]:
    """Our own tables, each of which must say its tenancy."""
    for model in apps.get_models():
        if model.__module__.startswith("cobatch.") and not model._meta.proxy:
            yield model


def tenancy_of(model: type[models.Model]) -> str:
    """The tenancy a model declares; a model without one is a mistake found at start-up."""
    tenancy: str | None = getattr(model, "tenancy", None)
    if tenancy is None:
        raise LookupError(f"{model.__name__} does not say whose rows it holds (class attribute tenancy).")
    return tenancy


def secure(database: Any = None) -> None:
    """Bring grants, policies and triggers in line with the models; run as the owner."""
    with (database or connection).cursor() as cursor:
        cursor.execute(_FUNCTIONS)
        cursor.execute("grant usage on schema public to cobatch_app, cobatch_auditor")
        cursor.execute("grant select, insert, update, delete on all tables in schema public to cobatch_app")
        cursor.execute("grant usage, select on all sequences in schema public to cobatch_app")
        cursor.execute("grant execute on all functions in schema public to cobatch_app")
        cursor.execute("grant select on all tables in schema public to cobatch_auditor")
        cursor.execute("revoke insert, update, delete on django_migrations from cobatch_app")
        for model in guarded_models():
            for statement in _statements(model):
                cursor.execute(statement)


def _statements(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    tenancy = tenancy_of(model)
    if tenancy not in OPEN:
        yield f'alter table "{table}" enable row level security'
        yield f'alter table "{table}" force row level security'
        yield f'drop policy if exists walls on "{table}"'
        rule = POLICIES[tenancy]
        yield f'create policy walls on "{table}" using ({rule}) with check ({WRITES.get(tenancy, rule)})'
        yield f'drop policy if exists auditor on "{table}"'
        yield f'create policy auditor on "{table}" for select to cobatch_auditor using (true)'
    yield from _append_only(model, table)
    yield from _stateful(model, table)
    if getattr(model, "announced", False):
        yield f'drop trigger if exists announce on "{table}"'
        yield (
            f'create trigger announce after insert on "{table}" for each row execute function cobatch_announce_v1()'
        )


def _append_only(model: type[models.Model], table: str) -> Iterator[str]:
    if getattr(model, "append_only", False):
        yield f'revoke update, delete, truncate on "{table}" from cobatch_app'
        yield f'drop trigger if exists append_only on "{table}"'
        yield (
            f'create trigger append_only before update or delete on "{table}" '
            "for each row execute function cobatch_append_only_v1()"
        )
    elif not getattr(model, "deletable", False):
        yield f'revoke delete, truncate on "{table}" from cobatch_app'


def _stateful(model: type[models.Model], table: str) -> Iterator[str]:
    if not getattr(model, "stateful", False):
        return
    for event, suffix, when in (
        ("insert", "born", ""),
        ("update of state", "moved", "when (old.state is distinct from new.state)"),
    ):
        yield f'drop trigger if exists state_{suffix} on "{table}"'
        yield (
            f'create constraint trigger state_{suffix} after {event} on "{table}" '
            f"deferrable initially deferred for each row {when} execute function cobatch_state_needs_act_v1()"
        )


_FUNCTIONS = """
create or replace function cobatch_append_only_v1() returns trigger language plpgsql as $$
begin
  raise exception 'append-only: % of % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;

create or replace function cobatch_partner_by_code_v1(wanted text)
returns table (organisation_id uuid, site_id uuid) language plpgsql security definer set search_path = public as $$
declare me text := current_setting('app.org', true);
begin
  -- The owner is under row-level security, too: for this one question nobody is chosen.
  perform set_config('app.org', '', true);
  return query select o.id, (select s.id from network_site s where s.organisation_id = o.id order by s.id limit 1)
    from network_organisation o where o.code = wanted;
  perform set_config('app.org', coalesce(me, ''), true);
end $$;

create or replace function cobatch_announce_v1() returns trigger language plpgsql as $$
begin
  perform pg_notify('cobatch', json_build_object('sides', json_build_array(new.sponsor_id, new.cmo_id,
    case when new.relationship_id is null then new.organisation_id end), 'root', new.root_id)::text);
  return null;
end $$;

create or replace function cobatch_state_needs_act_v1() returns trigger language plpgsql as $$
declare was text := '';
begin
  if tg_op = 'UPDATE' then was := old.state; end if;
  if not exists (
    select 1 from touchpoints_transition t
    where t.record_id = new.id and t.xact = pg_current_xact_id()
      and t.from_state = was and t.to_state = new.state
  ) then
    raise exception 'state of % % goes from "%" to "%" without an act', tg_table_name, new.id, was, new.state
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
"""
