"""Files: kept apart per relationship, sealed on disk, read back as they were, refused in words."""

import io
import zipfile

import pytest

from cobatch.documents.files import LARGEST, FileDamaged, read, store
from cobatch.documents.models import StoredFile
from cobatch.documents.sealing import vault_of
from cobatch.kernel.refusals import BadPayload, NotYours
from cobatch.network.tenancy import as_organisation

PDF = b"%PDF-1.7\nsecret recipe\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40 + b"\xff\xd9"


def workbook(*names):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return target.getvalue()


XLSX = workbook("[Content_Types].xml", "xl/workbook.xml")


@pytest.fixture
def data_folder(tmp_path, settings):
    settings.COBATCH_DATA = tmp_path
    return tmp_path


@pytest.fixture
def hand_over(world, data_folder):
    def do(name="recipe.pdf", data=PDF, relationship=None, company=None, media_type=""):
        by = company or world.cmo
        with as_organisation(by.organisation.id):
            return store(relationship or world.relationship, name, media_type, data, by.administrator)

    return do


def on_disk(folder):
    return sorted(path for path in (folder / "files").rglob("*") if path.is_file())


def test_a_file_is_read_back_by_both_companies_and_lies_sealed_on_disk(world, hand_over, data_folder):
    stored = hand_over()

    [path] = on_disk(data_folder)
    assert b"recipe" not in path.read_bytes()
    assert path.name == stored.keyed_digest
    for company in (world.cmo, world.sponsor):
        with as_organisation(company.organisation.id):
            assert read(StoredFile.objects.get(pk=stored.pk)) == PDF
    assert (stored.media_type, stored.size) == ("application/pdf", len(PDF))


def test_the_same_file_twice_is_one_file(world, hand_over, data_folder):
    first, second = hand_over(), hand_over(data=io.BytesIO(PDF))

    assert first.pk == second.pk
    assert len(world.rows(StoredFile)) == 1
    assert len(on_disk(data_folder)) == 1


def test_another_name_is_another_row_over_the_same_bytes(world, hand_over, data_folder):
    first, second = hand_over(), hand_over("recipe-2.pdf")

    assert first.pk != second.pk
    assert first.keyed_digest == second.keyed_digest
    assert len(on_disk(data_folder)) == 1


def test_two_relationships_never_share_a_file(world, hand_over, data_folder):
    ours, theirs = hand_over(), hand_over(relationship=world.other_relationship)

    assert ours.digest == theirs.digest
    assert ours.keyed_digest != theirs.keyed_digest
    assert len(on_disk(data_folder)) == 2
    assert [row.pk for row in world.rows(StoredFile)] == [ours.pk]
    assert [row.pk for row in world.rows(StoredFile, by=world.other_sponsor)] == [theirs.pk]


def test_bytes_sealed_for_one_relationship_do_not_open_in_another(world, hand_over):
    ours, theirs = hand_over(), hand_over(relationship=world.other_relationship)
    vault, other = vault_of(world.relationship), vault_of(world.other_relationship)
    sealed = other._path(theirs.keyed_digest).read_bytes()

    vault._path(ours.keyed_digest).write_bytes(sealed)

    with pytest.raises(FileDamaged):
        read(ours)


@pytest.mark.parametrize("position", [0, 12, -1], ids=["nonce", "content", "tag"])
def test_tampered_bytes_are_noticed(hand_over, data_folder, position):
    stored = hand_over()
    [path] = on_disk(data_folder)
    sealed = bytearray(path.read_bytes())
    sealed[position] ^= 1
    path.write_bytes(sealed)

    with pytest.raises(FileDamaged):
        read(stored)


def test_lost_bytes_are_noticed_and_healed_by_handing_the_file_over_again(hand_over, data_folder):
    stored = hand_over()
    [path] = on_disk(data_folder)
    path.unlink()
    with pytest.raises(FileDamaged):
        read(stored)

    assert hand_over().pk == stored.pk
    assert read(stored) == PDF


def test_another_master_key_opens_nothing(hand_over, settings):
    stored = hand_over()
    settings.COBATCH_MASTER_KEY = bytes(32)

    with pytest.raises(FileDamaged):
        read(stored)


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.csv", b"\xef\xbb\xbfitem;packs\n1;2\n", "text/csv"),
        ("a.txt", "Prüfplan".encode(), "text/plain"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "application/xml"),
        ("a.json", b'{"a": 1}', "application/json"),
    ],
)
def test_the_content_tells_the_type(hand_over, name, data, media_type):
    assert hand_over(name, data, media_type="application/octet-stream").media_type == media_type


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.exe", b"MZ\x90\x00", "file_type"),
        ("a.pdf", b"MZ\x90\x00\xff", "file_type"),
        ("a.pdf", PNG, "file_type"),
        ("a.txt", b"\x00\x01", "file_type"),
        ("a.csv", "Menge;Stück".encode("latin-1"), "file_type"),
        ("a.html", b"<!doctype html>", "file_type"),
        ("a.pdf", b"%PDF-1.7 and then nothing", "file_unreadable"),
        ("a.png", PNG[:-8], "file_unreadable"),
        ("a.jpg", JPEG[:-2], "file_unreadable"),
        ("a.xlsx", workbook("readme.txt"), "file_unreadable"),
        (
            "a.xlsx",
            workbook("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
            "file_unreadable",
        ),
        ("a.xlsx", XLSX[:-30], "file_unreadable"),
        ("a.xml", b"<a>", "file_unreadable"),
        ("a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "file_unreadable"),
        ("a.json", b"{", "file_unreadable"),
        ("a.txt", b"", "file_empty"),
        ("a.txt", b" " * (LARGEST + 1), "file_too_large"),
        (".pdf", PDF, "file_name"),
        ("recipe", PDF, "file_name"),
    ],
)
def test_what_is_not_taken_is_refused_in_words_and_leaves_nothing(
    world, hand_over, data_folder, name, data, code
):
    with pytest.raises(BadPayload) as refused:
        hand_over(name, data)

    [reason] = refused.value.reasons
    assert (reason.code, reason.field) == (code, "/file")
    assert reason.text
    assert not world.rows(StoredFile)
    assert not (data_folder / "files").exists()


def test_a_type_that_contradicts_the_content_is_refused(hand_over):
    with pytest.raises(BadPayload):
        hand_over("a.pdf", PDF, media_type="image/png")


def test_a_stranger_hands_nothing_over(world, hand_over):
    with pytest.raises(NotYours):
        hand_over(company=world.other_sponsor)


def test_a_path_and_hidden_characters_are_no_part_of_a_name(hand_over):
    assert hand_over("C:\\secret\\re\u202ecipe\x00.pdf").name == "recipe.pdf"
    assert hand_over("../../etc/" + "x" * 300 + ".pdf").name == "x" * 196 + ".pdf"
