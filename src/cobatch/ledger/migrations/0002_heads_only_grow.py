"""The head of a log is the one ledger row that changes: it may grow, and nothing else."""

from django.db import migrations

GROW = """
create or replace function cobatch_log_only_grows_v1() returns trigger language plpgsql as $$
begin
  if new.size < old.size or new.cosigned_size < old.cosigned_size
     or (new.size = old.size and (new.root, new.frontier) is distinct from (old.root, old.frontier))
     or (new.id, new.origin, new.relationship_id, new.organisation_id, new.sponsor_id, new.cmo_id)
        is distinct from (old.id, old.origin, old.relationship_id, old.organisation_id, old.sponsor_id, old.cmo_id)
  then
    raise exception 'append-only: the head of a log only grows' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger only_grows before update on ledger_log
  for each row execute function cobatch_log_only_grows_v1();
"""
UNDO = "drop trigger only_grows on ledger_log; drop function cobatch_log_only_grows_v1();"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunSQL(GROW, UNDO)]
