"""Tests of every importer: an importer without a sample fails."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from postlint.importers.columns import Columns
from postlint.importers.detect import TablePolicy, describe_formats, find_importer
from postlint.importers.formats import IMPORTERS, with_plugins
from postlint.importers.importer import DocumentHead, Importer
from postlint.importers.io.container import input_file
from postlint.importers.reader import find_archives, is_archive, read_archive
from tests.command import ROOT, Postlint
from tests.importers.sample_archives import TABLE, ImportResult, sample, write

COUNTED_ONLY = {"linkedin_comments"}
"""Importers that yield no posts."""


@pytest.mark.parametrize("name", IMPORTERS)
def test_importer_recognizes_its_sample(tmp_path: Path, name: str) -> None:
    file = write(tmp_path / "file", sample(name))
    assert find_importer(input_file(file), TablePolicy(Columns()), IMPORTERS) is IMPORTERS[name]
    assert is_archive(file)
    in_folder = find_archives(tmp_path, Columns(text="text"))
    assert in_folder == [file]
    assert find_archives(tmp_path) == ([] if IMPORTERS[name].is_table else [file])


@pytest.mark.parametrize("name", IMPORTERS)
def test_importer_is_the_only_one_to_match_its_sample(tmp_path: Path, name: str) -> None:
    head = DocumentHead.of(input_file(write(tmp_path / "file", sample(name))))
    matching = [other for other, importer in IMPORTERS.items() if importer.matches(head)]
    # An export may be a table, too, but exports are tried first.
    others = [other for other in matching if other != name and not IMPORTERS[other].is_table]
    assert name in matching
    assert others == []
    if IMPORTERS[name].is_table:
        assert matching == [name]


@pytest.mark.parametrize("name", IMPORTERS)
def test_importer_reads_posts(tmp_path: Path, name: str) -> None:
    result = ImportResult(write(tmp_path / "file", sample(name)))
    assert result.items
    assert not result.bad
    assert not result.problems
    assert bool(result.texts) is (name not in COUNTED_ONLY)
    assert all(text.strip() for text in result.texts)


@pytest.mark.parametrize("name", IMPORTERS)
def test_importer_survives_broken_files(tmp_path: Path, name: str) -> None:
    data, random = sample(name), Random(0)
    variants = [data[: len(data) * part // 20] for part in range(20)]
    for _ in range(60):
        garbled = bytearray(data)
        for _ in range(random.randint(1, 4)):
            garbled[random.randrange(len(garbled))] = random.choice(b'\0"\n,{}[]<>\xff\xed9\\')
        variants.append(bytes(garbled))
    for variant in variants:
        file = write(tmp_path / "file", variant)
        is_archive(file)
        assert list(read_archive(file)), variant
        # Even if it's no longer recognized, its importer can be asked to read it.
        list(IMPORTERS[name].read(input_file(file), Columns()))


@pytest.mark.parametrize("name", IMPORTERS)
def test_importer_is_in_messages_help_and_docs(name: str, postlint: Postlint) -> None:
    importer = IMPORTERS[name]
    named = re.compile(rf"\b{importer.name}\b")
    assert named.search(describe_formats(IMPORTERS.values()))
    assert named.search(postlint("audit", "--help").stdout.partition("What to check:")[0])
    docs = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    rows = docs.partition("## What it reads")[2].partition("\n\nThe usual names")[0].splitlines()
    assert any(named.search(row) and importer.files in row for row in rows if row[:1] == "|")


def test_plugin_importers_come_before_built_in_ones(tmp_path: Path) -> None:
    def matches(head: DocumentHead) -> bool:
        return "leads" in head.column_names

    own = Importer(name="Guild", files="ledger", matches=matches, read=IMPORTERS["buffer"].read)
    table = Importer(name="List", matches=matches, read=own.read, is_table=True)
    importers = with_plugins({"list": table, "guild": own})
    exports = [name for name, importer in importers.items() if not importer.is_table]
    assert exports == ["guild", *(name for name in IMPORTERS if not IMPORTERS[name].is_table)]
    assert list(importers)[len(exports)] == "list"
    document = input_file(write(tmp_path / "a.csv", TABLE))
    assert find_importer(document, TablePolicy(Columns()), importers) is own
    assert "Guild's ledger" in describe_formats(importers.values())
