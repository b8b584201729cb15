"""Finding, recognizing, and reading archives, packed ones, and random bytes."""

from __future__ import annotations

import json
import os
import re
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postlint.importers.columns import Columns
from postlint.importers.imported_post import ImportedPost
from postlint.importers.io import container
from postlint.importers.reader import find_archives, is_archive, read_archive
from tests.importers.sample_archives import (
    ARCHIVES,
    TABLES,
    ImportResult,
    make_tar,
    make_zip,
    note,
    outbox,
    parquet_bytes,
    share,
    shares,
    status,
    tweet,
    tweets,
    write,
)

MESSAGES = "CONVERSATION ID,FROM,TO,DATE,SUBJECT,CONTENT\n1,a,b,2025-03-04,hi,secret\n"

DRAFTS = [
    "# How we price a rebuild\n\nThree rules.\n",
    "---\ntitle: Prices\ndate: 2025-03-04\n---\n\nThree rules, and one more.\n",
    "Text, and more of it.\n\nDate: today, I think.\n",
    "Post\n\nThree rules.\n",
    "Message, date\n",
    "text,date\nor so it begins\n",
    "{ curly }\n",
    "[A link](https://fennel.example) begins this.\n",
    "window.YTD is what we looked at today.\n",
    "03/04/2025 was a good day, really, it was.\n",
    "",
    "\n\n",
    '"Cheap," they said.\n',
]


@pytest.mark.parametrize("name", ["odd.txt", "odd.md", "Shares.csv", "noname", "outbox.json"])
@pytest.mark.parametrize("form", ARCHIVES)
def test_archive_is_recognized_by_its_contents(tmp_path: Path, form: str, name: str) -> None:
    file = write(tmp_path / name, ARCHIVES[form])
    assert is_archive(file)
    assert find_archives(tmp_path) == [file]
    read = ImportResult(file)
    assert read.items
    assert not read.problems
    assert not read.bad


@pytest.mark.parametrize("draft", DRAFTS)
def test_draft_is_not_an_archive(tmp_path: Path, draft: str) -> None:
    file = write(tmp_path / "draft.md", draft)
    assert not is_archive(file)
    assert find_archives(tmp_path) == []


@pytest.mark.parametrize("form", TABLES)
def test_find_archives_includes_tables_only_with_a_text_column(tmp_path: Path, form: str) -> None:
    file = write(tmp_path / "posts", TABLES[form])
    other = write(tmp_path / "other.csv", "title,words\na,b\n")
    assert is_archive(file)
    assert not is_archive(other)
    assert find_archives(tmp_path) == []
    assert find_archives(tmp_path, Columns(text="text")) == [file]
    assert find_archives(tmp_path, Columns(text="words")) == [other]


def test_find_archives_includes_parquet_with_the_text_column(tmp_path: Path) -> None:
    file = write(tmp_path / "a.parquet", parquet_bytes({"text": ["One."]}))
    write(tmp_path / "b.parquet", parquet_bytes({"title": ["One."]}))
    write(tmp_path / "c.parquet", b"PAR1 and no more")
    assert is_archive(file)
    assert find_archives(tmp_path) == []
    assert file in find_archives(tmp_path, Columns(text="text"))
    assert tmp_path / "b.parquet" not in find_archives(tmp_path, Columns(text="text"))


def test_find_archives_skips_hidden_folders(tmp_path: Path) -> None:
    for name in (".git/Shares.csv", "a/.hidden.csv", "b/deep/Shares.csv", "a/Shares.csv"):
        write(tmp_path / name, ARCHIVES["shares"])
    write(tmp_path / "a/messages.csv", MESSAGES)
    write(tmp_path / "a/picture.png", b"\x89PNG\r\n\x1a\n\0\0")
    assert find_archives(tmp_path) == [tmp_path / "a/Shares.csv", tmp_path / "b/deep/Shares.csv"]


def test_folder_or_missing_file_is_not_an_archive(tmp_path: Path) -> None:
    assert not is_archive(tmp_path)
    assert not is_archive(tmp_path / "missing")
    assert ImportResult(tmp_path / "missing").problem == "no such file"
    assert ImportResult(tmp_path).problem.startswith("not a regular file; ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert find_archives(tmp_path) == []
    assert not is_archive(tmp_path / "pipe")
    assert ImportResult(tmp_path / "pipe").problems


def test_utf16_is_recognized_but_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "Shares.csv", ARCHIVES["shares"].encode("utf-16"))
    assert is_archive(file)
    assert not is_archive(write(tmp_path / "draft.txt", DRAFTS[0].encode("utf-16")))
    assert "save it as UTF-8" in ImportResult(file).problem


def test_unknown_file_gets_a_list_of_formats(tmp_path: Path) -> None:
    message = ImportResult(write(tmp_path / "x.bin", b"\x89PNG\0")).problem
    assert message.startswith(
        "not an export or a table of posts; postlint reads Buffer's CSV file, "
    )
    assert "--column text=NAME" in message
    assert "Columns: " not in message


def test_zip_as_downloaded(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {
        "Shares.csv": ARCHIVES["shares"],
        "Comments.csv": ARCHIVES["comments"],
        "messages.csv": MESSAGES,
        "media/picture.png": b"\x89PNG\0",
        "posts.csv": TABLES["commas"],
    }
    file = make_zip(tmp_path / "export.zip", members)
    assert is_archive(file)
    assert find_archives(tmp_path) == [file]
    read = ImportResult(file)
    entry = read.entries[0]
    assert len(read.items) == 2
    assert entry.path == f"{file}/Shares.csv"
    assert entry.source.path == f"{file}/Shares.csv#1"
    assert read.skipped == {"reply": 1}
    assert ImportResult(file, Columns(text="text")).texts[-1] == "How we price a rebuild."


def test_zip_with_parquet(tmp_path: Path) -> None:
    data = parquet_bytes({"text": ["One."]})
    file = make_zip(tmp_path / "a.zip", {"p.parquet": data})
    assert ImportResult(file, Columns(text="text")).texts == ["One."]


def test_zip_without_posts(tmp_path: Path) -> None:
    for members in ({}, {"messages.csv": MESSAGES}, {"a/": ""}):
        file = make_zip(tmp_path / "a.zip", dict(members))
        assert not is_archive(file)
        assert "; postlint reads Buffer's CSV file, " in ImportResult(file).problem


def test_zip_member_names_are_not_used_as_paths(tmp_path: Path) -> None:
    file = make_zip(tmp_path / "a.zip", {"../../x\n\x1b[31m.csv": ARCHIVES["shares"]})
    path = ImportResult(file).entries[0].path
    assert path == f"{file}/../../x\\n\\x1b[31m.csv"
    assert sorted(tmp_path.iterdir()) == [file]


def test_zip_member_without_a_name(tmp_path: Path) -> None:
    file = make_zip(tmp_path / "a.zip", {"nameless": ARCHIVES["shares"]})
    file.write_bytes(file.read_bytes().replace(b"nameless", b"\0ameless"))
    assert is_archive(file)
    assert ImportResult(file).entries


def test_zip_that_is_encrypted(tmp_path: Path) -> None:
    file = make_zip(tmp_path / "a.zip", {"Shares.csv": ARCHIVES["shares"]})
    data = bytearray(file.read_bytes())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(signature) + at
        struct.pack_into("<H", data, place, struct.unpack_from("<H", data, place)[0] | 1)
    file.write_bytes(data)
    assert not is_archive(file)
    assert "password-protected" in ImportResult(file).problem


def test_zip_member_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_MEMBER_BYTES", 3_000)
    long = shares(*(share("Words. " * 50, number) for number in range(50)))
    for file in (
        make_zip(tmp_path / "a.zip", {"long.csv": long, "film.bin": b"\0" * 9_000}),
        make_tar(tmp_path / "a.tar.gz", {"long.csv": long}),
    ):
        read = ImportResult(file)
        assert "unpacks to more than" in read.problem
        assert read.problems[0].path == f"{file}/long.csv"
        assert not read.entries


def test_zip_with_a_damaged_member(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w") as out:  # stored as they are, so that a byte can be changed
        out.writestr("a.csv", ARCHIVES["shares"])
        out.writestr("b.csv", ARCHIVES["buffer"])
    file.write_bytes(file.read_bytes().replace(b"Three rules", b"Seven rules", 1))
    read = ImportResult(file)
    assert "damaged" in read.problem
    assert read.problems[0].path == f"{file}/a.csv"
    assert "How we price a rebuild." in read.texts


def test_zip_that_is_cut_off(tmp_path: Path) -> None:
    whole = make_zip(tmp_path / "a.zip", {"Shares.csv": ARCHIVES["shares"]}).read_bytes()
    for length in (10, len(whole) // 2, len(whole) - 5):
        file = write(tmp_path / "cut.zip", whole[:length])
        assert not is_archive(file)
        assert "damaged" in ImportResult(file).problem


def test_gzip_that_is_not_a_tar(tmp_path: Path) -> None:
    import gzip

    file = write(tmp_path / "a.gz", gzip.compress(ARCHIVES["shares"].encode()))
    assert is_archive(file)
    assert ImportResult(file).only.source.platform == "linkedin"
    other = write(tmp_path / "b.gz", gzip.compress(b"words"))
    assert not is_archive(other)
    assert ImportResult(other).problems
    broken = write(tmp_path / "c.gz", file.read_bytes()[:-20])
    assert "damaged" in ImportResult(broken).problem


def test_tar_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_TAR_BYTES", 20_000)
    file = make_tar(tmp_path / "a.tar.gz", {"o.json": ARCHIVES["outbox"], "bomb": "x" * 30_000})
    read = ImportResult(file)
    assert len(read.entries) == 1
    assert "unpacks to more than" in read.problem


def test_zip_with_a_top_level_folder(tmp_path: Path) -> None:
    likes = '{"id": "likes.json", "orderedItems": [], "orderedItems": ["https://b.example/1"]}'
    members = {"archive-1/outbox.json": ARCHIVES["outbox"], "archive-1/likes.json": likes}
    read = ImportResult(make_zip(tmp_path / "a.zip", dict(members)))
    assert (len(read.entries), read.skipped, read.problems) == (1, {"reshare": 1}, [])


def test_zip_in_a_zip(tmp_path: Path) -> None:
    inner = make_zip(tmp_path / "inner.zip", {"outbox.json": ARCHIVES["outbox"]}).read_bytes()
    file = make_zip(tmp_path / "a.zip", {"more/inner.zip": inner})
    assert (
        ImportResult(file).problem
        == "it contains another .zip. Unpack it, and give postlint the folder"
    )


def test_zip_with_a_damaged_sibling(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    long = tweet("A long post" + " goes on" * 35 + "…")
    with zipfile.ZipFile(file, "w") as out:  # stored as they are, so that a byte can be changed
        out.writestr("data/tweets.js", tweets(long, tweet("Short.", 2)))
        out.writestr("data/note-tweet.js", tweets(note("Whole."), kind="note_tweet") + " " * 9_000)
    file.write_bytes(file.read_bytes().replace(b"Whole", b"Shole", 1))
    read = ImportResult(file)
    assert len(read.entries) == 2
    assert read.problems[0].path == f"{file}/data/note-tweet.js"
    assert read.problem.startswith("damaged (Bad CRC-32")
    assert read.problem.endswith("so long posts may be cut off")


def test_zip_with_many_damaged_members(tmp_path: Path) -> None:
    file = make_zip(tmp_path / "a.zip", {f"{n}.csv": ARCHIVES["shares"] for n in range(9)})
    data = file.read_bytes()
    broken = data.index(b"8.csv")
    first, rest = data[:broken], data[broken:]
    file.write_bytes(
        re.sub(rb"(\d\.csv)[^P]{4}", lambda match: match[1] + b"\xff" * 4, first) + rest
    )
    read = ImportResult(file)
    assert len(read.entries) == 1
    assert read.problem == (
        "damaged: these files in it can't be unpacked: 0.csv, 1.csv, 2.csv, and 5 more files"
    )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_unreadable_file(tmp_path: Path) -> None:
    file = write(tmp_path / "Shares.csv", ARCHIVES["shares"])
    file.chmod(0)
    assert not is_archive(file)
    assert "can't be read" in ImportResult(file).problem


def test_imported_posts_can_be_shown(tmp_path: Path) -> None:
    for form, text in ARCHIVES.items():
        for item in read_archive(write(tmp_path / "a", text)):
            if isinstance(item, ImportedPost):
                assert item.source.is_post, form
                assert item.source.path == f"{item.path}#{item.row}"
                item.source.text.encode()


def _seeds() -> list[bytes]:
    import io

    notes = tweets(note("Long. " * 60), kind="note_tweet").encode()
    seeds = [text.encode() for text in (*ARCHIVES.values(), *TABLES.values())]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("outbox.json", outbox(status("<p>One.</p>")))
        made.writestr("tweets.js", tweets(tweet("One." * 80 + "…")))
        made.writestr("note-tweet.js", notes)
    return [*seeds, notes, out.getvalue(), ARCHIVES["shares"].encode("utf-16")]


SEEDS = _seeds()
PIECES = [
    b"", b"\0", b'"', b"\n", b",", b"{", b"}", b"[", b"]", b"\xff", b"\xed\xa0\x80", b"\\ud800",
    b"<![", b"null", b"1e999", b"-1", b"9" * 5_000, b"[" * 3_000, b"\r", b"\\", b"\xef\xbb\xbf",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 12))] = draw(
            st.sampled_from(PIECES) | st.binary(max_size=6)
        )
    return bytes(data[: draw(st.integers(0, len(data)) | st.just(len(data)))])


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=mutated(), columns=st.sampled_from([Columns(), Columns(text="text")]))
def test_random_bytes_raise_nothing(tmp_path: Path, data: bytes, columns: Columns) -> None:
    file = write(tmp_path / "any", data)
    is_archive(file, columns)
    find_archives(tmp_path, columns)
    for item in read_archive(file, columns):
        if isinstance(item, ImportedPost):
            item.source.text.encode()
            assert "\0" not in item.source.text
            assert json.dumps(item.id)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_damaged_containers_raise_nothing(tmp_path: Path, at: int, byte: int) -> None:
    wholes = [
        make_tar(tmp_path / "a.tar.gz", {"outbox.json": ARCHIVES["outbox"]}).read_bytes(),
        make_zip(tmp_path / "a.zip", {"outbox.json": ARCHIVES["outbox"]}).read_bytes(),
    ]
    for whole in wholes:
        data = bytearray(whole)
        data[at % len(data)] = byte
        ImportResult(write(tmp_path / "any", bytes(data)), Columns(text="text"))
