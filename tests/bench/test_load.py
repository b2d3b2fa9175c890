"""The loader never touches a real database, and the table says plainly what was missed."""

import pytest

from cobatch.kernel.identity import new_id
from tests.bench.load import load_past_the_engine
from tests.bench.table import Figure, Table, p95


def test_production_settings_refuse_to_load_past_the_engine(settings):
    settings.MODE = "production"

    with pytest.raises(PermissionError):
        load_past_the_engine("postgresql://nobody@/nowhere", new_id(), 10, 2)


def test_the_table_says_which_targets_were_missed(capsys):
    table = Table()
    table.add(Figure("Fast", 9.0, "ms", at_most=10))
    table.add(Figure("Slow", 11.0, "ms", at_most=10))
    table.add(Figure("Few", 3.0, "/s", at_least=5))
    table.add(Figure("Only said", 1e6))

    assert [figure.name for figure in table.missed] == ["Slow", "Few"]
    said = capsys.readouterr().out.splitlines()
    assert ["reached" in said[0], "MISSED" in said[1], "MISSED" in said[2]] == [True, True, True]
    assert p95(list(range(1, 101))) == 96
