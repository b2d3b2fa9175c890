"""The data folder: where it is, what it keeps secret."""

import os
from argparse import Namespace
from pathlib import Path

import pytest

from cobatch.conf import serving
from cobatch.conf.account import Unavailable
from cobatch.conf.launcher import refuse_other_data
from cobatch.conf.paths import DataFolder, chosen_folder
from cobatch.network.models import Organisation


def test_order_of_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COBATCH_DATA", "/one")
    assert chosen_folder("/two") == Path("/two")
    assert chosen_folder(None) == Path("/one")
    monkeypatch.delenv("COBATCH_DATA")
    monkeypatch.setattr(os, "getuid", lambda: 0)
    assert chosen_folder(None) == Path("/var/lib/cobatch")
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    monkeypatch.setenv("HOME", "/home/someone")
    assert chosen_folder(None) == Path("/home/someone/.local/share/cobatch")


def test_key_is_made_once_and_ours_alone(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    key = folder.master_key.read_bytes()
    folder.prepare()
    assert len(key) == 32
    assert folder.master_key.read_bytes() == key
    assert folder.master_key.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in folder.root.iterdir()} == {"files", "mail", "log", "master.key"}


def test_forgetting_the_story_keeps_the_key(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    key = folder.master_key.read_bytes()
    (folder.mail / "letter").write_text("to somebody")
    folder.played.touch()
    folder.forget_story()
    assert not folder.played.exists()
    assert list(folder.mail.iterdir()) == []
    assert folder.master_key.read_bytes() == key


def test_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match=r"cannot be written .* choose another with --data"):
        DataFolder(tmp_path / "file" / "data").prepare()


def test_killed_in_the_middle_of_the_story_is_still_the_demo(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    assert not folder.is_demo
    folder.telling.touch()
    assert folder.is_demo
    folder.telling.rename(folder.played)
    assert folder.is_demo
    folder.forget_story()
    assert not folder.is_demo


def test_demo_is_never_served_as_production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    folder.played.touch()
    monkeypatch.setenv("COBATCH_MODE", "production")
    with pytest.raises(Unavailable, match="holds the demo, whose passwords are public"):
        serving.serve(Namespace(), folder)


@pytest.mark.commits
def test_demo_is_never_played_over_other_companies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    refuse_other_data(DataFolder(tmp_path))
    Organisation.objects.create(name="Somebody", code="SB")
    with pytest.raises(Unavailable, match="holds companies that are not the demo's"):
        refuse_other_data(DataFolder(tmp_path))
