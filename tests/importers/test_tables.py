"""Plain tables: CSV, JSONL, JSON and Parquet."""

from __future__ import annotations

import json
import sys
import tracemalloc
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from postlint.core.errors import PostlintError
from postlint.importers.columns import Columns
from postlint.importers.imported_post import ImportedPost, PostMetrics, RowError
from postlint.importers.reader import read_archive
from tests.importers.sample_archives import TABLES, ImportResult, csv_text, parquet_bytes, write
from tests.requirements import require_package


@pytest.mark.parametrize("form", TABLES)
def test_table_formats(tmp_path: Path, form: str) -> None:
    entry = ImportResult(write(tmp_path / "posts", TABLES[form])).only
    assert entry.source.text == "How we price a rebuild."
    assert entry.source.platform is None
    assert entry.date == datetime(2025, 3, 4)
    assert (entry.id, entry.row) == (f"{tmp_path / 'posts'}#1", 1)


def test_columns_with_usual_names(tmp_path: Path) -> None:
    row = {
        "Post ID": "a7", "Published-At": "2025-03-04T09:30:00+02:00", "CONTENT": "One.",
        "Network": "Twitter", "permalink": "https://fennel.example/a7", "time_spent": "15 min",
        "Comments": "3", "leads": "2", "Clients": "", "revenue": "€ 1,200.50",
    }  # fmt: skip
    entry = ImportResult(write(tmp_path / "t.csv", csv_text([list(row), list(row.values())]))).only
    assert entry.id == "a7"
    assert entry.date == datetime(2025, 3, 4, 7, 30)
    assert entry.source.platform == "x"
    assert entry.url == "https://fennel.example/a7"
    assert entry.metrics == PostMetrics(15, 3, 2, None, 1200.5)


def test_columns_with_the_users_names(tmp_path: Path) -> None:
    columns = Columns.from_options(["text=Words", "date = When", "revenue=fees"])
    text = "id,Words,text,When,fees\n1,One.,not this,2025-03-04,300\n"
    entry = ImportResult(write(tmp_path / "t.csv", text), columns).only
    assert entry.source.text == "One."
    assert entry.date == datetime(2025, 3, 4)
    assert entry.metrics.revenue == 300
    object_ = '{"Words": "One.", "When": "2025-03-04", "fees": 300}\n'
    assert ImportResult(write(tmp_path / "t.jsonl", object_), columns).only.metrics.revenue == 300


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (
            "txt=body",
            "--column: unknown field `txt` (did you mean `text`?). Known fields: text, id",
        ),
        ("text", "--column takes FIELD=NAME, such as text=body, not `text`"),
        ("text=", "--column takes FIELD=NAME"),
        ("=body", "--column takes FIELD=NAME"),
    ],
)
def test_columns_from_invalid_options(option: str, message: str) -> None:
    with pytest.raises(PostlintError) as error:
        Columns.from_options([option])
    assert str(error.value).startswith(message)


def test_columns_with_a_field_given_twice() -> None:
    with pytest.raises(PostlintError, match="`text` is given twice"):
        Columns.from_options(["text=a", "text=b"])


def test_missing_column_is_named(tmp_path: Path) -> None:
    file = write(tmp_path / "t.csv", "title,body\na,b\n")
    message = ImportResult(file, Columns(text="words")).problem
    assert message == ("--column text: there is no column named `words`. Columns: `title`, `body`")
    message = ImportResult(file, Columns(leads="enquiries")).problem
    assert "no column named `enquiries`" in message


def test_table_without_text_column_lists_columns(tmp_path: Path) -> None:
    message = ImportResult(write(tmp_path / "t.csv", "title,words\na,b\n")).problem
    assert "Name it with --column text=NAME. Columns: `title`, `words`" in message
    message = ImportResult(write(tmp_path / "t.csv", "Date,LinkedIn copy,X copy\n1,a,b\n")).problem
    assert message.endswith("Likely columns: `LinkedIn copy`, `X copy`")


@pytest.mark.parametrize(
    "header",
    [
        "Date,Platform,Topic,*Copy*",
        "Date,Channel,*Post Copy*,Hashtags",
        "Week,Day,*Post Text*,CTA",
        "Date,Hook,*Body*,CTA",
        "Publish Date,Network,*Caption*",
        "Date,Post,*Caption*,Image",
        "Date,Post Type,*Post Content*,Post Link",
        "Post #,Content Pillar,Content Type,*Copy/Caption*",
        "Date,*LinkedIn post*",
        "Date,*Caption (Instagram)*,Visual",
        "Day,Theme,Post Idea,*Final Copy*",
        "id,createdAt,*postText*",
        "Date,*Message*,Status",
        "Date,*Draft*",
    ],
)
def test_text_column_of_a_content_calendar(tmp_path: Path, header: str) -> None:
    row = ",".join("One." if "*" in name else "1" for name in header.split(","))
    text = header.replace("*", "") + f"\n{row}\n"
    assert ImportResult(write(tmp_path / "t.csv", text)).texts == ["One."]


@pytest.mark.parametrize(
    "header",
    ["Content calendar,,,", "Content calendar 2025,,,", "a post.,b",
     "Post Type,Content Pillar"],
)  # fmt: skip
def test_text_column_is_not_guessed_from_other_names(tmp_path: Path, header: str) -> None:
    row = "x," * header.count(",") + "x"
    assert "which column" in ImportResult(write(tmp_path / "t.csv", f"{header}\n{row}\n")).problem


def test_platform_in_the_name_of_the_text_column(tmp_path: Path) -> None:
    file = write(tmp_path / "t.csv", "Date,LinkedIn post\n2025-03-04,One.\n")
    assert ImportResult(file).only.source.platform == "linkedin"


def test_date_column_of_a_planner(tmp_path: Path) -> None:
    header = "postAtSpecificTime (YYYY-MM-DD HH:mm:ss),content,link (OGmetaUrl),imageUrls"
    file = write(tmp_path / "t.csv", f"{header}\n2025-08-25 21:30:00,One.,,\n")
    assert ImportResult(file).only.date == datetime(2025, 8, 25, 21, 30)


def test_messages_about_columns_are_short(tmp_path: Path) -> None:
    many = [f"{'long ' * 30}{number}" for number in range(50_000)]
    for file in (
        write(tmp_path / "t.csv", csv_text([many, ["x"] * len(many)])),
        write(tmp_path / "u.csv", csv_text([[f"c{n}" for n in range(50_000)], ["x"]])),
        write(tmp_path / "t.jsonl", json.dumps(dict.fromkeys(many[:900], 1))),
        write(tmp_path / "t.json", json.dumps([dict.fromkeys(many[:900], 1)])),
    ):
        for columns in (Columns(), Columns(text="w" * 9_000)):
            assert len(ImportResult(file, columns).problem) < 800


def test_table_with_one_column(tmp_path: Path) -> None:
    assert ImportResult(write(tmp_path / "t.csv", "text\nOne.\nTwo.\n")).texts == ["One.", "Two."]


def test_table_skips_replies_and_empty_texts(tmp_path: Path) -> None:
    text = "text,in_reply_to\nOne.,\nTwo.,77\n,\n"
    assert ImportResult(write(tmp_path / "t.csv", text)).skipped == {"reply": 1, "empty": 1}
    objects = (
        '{"text": "One.", "in_reply_to": null}\n{"text": "a", "in_reply_to": 5}\n{"text": null}\n'
    )
    assert ImportResult(write(tmp_path / "t.jsonl", objects)).skipped == {"reply": 1, "empty": 1}


@pytest.mark.parametrize(
    "row",
    [b"caf\xe9,2025-03-04", b"nul\0here,2025-03-04", b"one", b"one,two,three"],
)
def test_table_with_an_unreadable_row(tmp_path: Path, row: bytes) -> None:
    file = write(tmp_path / "t.csv", b"text,date\nOne.,2025-03-04\n" + row + b"\nThree.,\n")
    # A file with a NUL at its very beginning is no text; this one is further on.
    if b"\0" in row:
        file = write(file, b"text,date\nOne.,2025-03-04\n" + b"\n" * 600 + row + b"\nThree.,\n")
    read = ImportResult(file)
    assert read.texts == ["One.", "Three."]
    assert [bad.row for bad in read.bad] == [2]
    assert read.entries[1].row == 3


def test_table_with_a_text_that_is_too_long(tmp_path: Path) -> None:
    file = write(tmp_path / "t.csv", f"text,date\n{'ä' * 600_000},\nTwo.,\n")
    read = ImportResult(file)
    assert read.texts == ["Two."]
    assert read.bad == [
        RowError(str(file), 1, "its text is too large for a post (over 1,000,000 bytes)")
    ]


@pytest.mark.parametrize("length", [10, 5_000_000])
def test_csv_with_an_unclosed_quotation_mark(tmp_path: Path, length: int) -> None:
    text = 'text,date\nOne.,\n"Two.,\n' + "words,\n" * (length // 7 + 1)
    read = ImportResult(write(tmp_path / "t.csv", text))
    assert read.texts == ["One."]
    assert "in the record that starts on line 3 is never closed" in read.problem


def test_csv_with_an_endless_line(tmp_path: Path) -> None:
    read = ImportResult(write(tmp_path / "t.csv", "text,date\nOne.,\n" + "x" * 5_000_000))
    assert read.texts == ["One."]
    assert "line 3 is too long" in read.problem


def test_csv_with_any_line_ends_and_empty_lines(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        text = f'text,date{end}{end}"One.{end}Two.",{end}{end}Three.,'
        read = ImportResult(write(tmp_path / "t.csv", text))
        assert read.texts == ["One.\nTwo.", "Three."]
        assert [entry.row for entry in read.entries] == [1, 2]


def test_csv_with_two_columns_of_the_same_name(tmp_path: Path) -> None:
    assert ImportResult(write(tmp_path / "t.csv", "text,text\nfirst,second\n")).texts == ["first"]


def test_csv_in_utf16_is_refused(tmp_path: Path) -> None:
    for encoding in ("utf-16", "utf-16-be"):
        data = ("\ufeff" if encoding == "utf-16-be" else "") + TABLES["commas"]
        read = ImportResult(write(tmp_path / "t.csv", data.encode(encoding)))
        assert read.problem.startswith("not UTF-8 (it looks like UTF-16); save it as UTF-8")
    file = write(tmp_path / "t.csv", TABLES["tabs"].encode("utf-16-le"))
    assert "it looks like UTF-16" in ImportResult(file).problem


def test_jsonl_with_unreadable_lines(tmp_path: Path) -> None:
    lines = [
        b'\xef\xbb\xbf{"text": "One."}', b"", b"[1]", b"{", b"7", b'{"text": 5}', b'{"txt": "a"}',
        b'{"text": "caf\xe9"}', b'{"text": "a\\u0000"}', b"[" * 100_000, b'{"text": "Last."}',
        b'{"text": "long", "x": "' + b"x" * 8_000_000 + b'"}', b'{"text": "Really last."}',
    ]  # fmt: skip
    read = ImportResult(write(tmp_path / "t.jsonl", b"\n".join(lines)))
    assert read.texts == ["One.", "Last.", "Really last."]
    assert [bad.row for bad in read.bad] == [2, 3, 4, 5, 6, 7, 8, 9, 11]
    assert not read.problems


def test_json_with_unusual_values(tmp_path: Path) -> None:
    item = {"text": "One.", "id": 12, "leads": 3, "clients": True, "revenue": [1], "url": {}}
    entry = ImportResult(write(tmp_path / "t.json", json.dumps([item]))).only
    assert (entry.id, entry.url) == ("12", None)
    assert entry.metrics == PostMetrics(leads=3)
    not_numbers = '[{"text": "One.", "id": NaN, "date": Infinity, "leads": NaN}]'
    assert ImportResult(write(tmp_path / "t.json", not_numbers)).only.metrics == PostMetrics()


def test_json_with_items_that_are_not_objects(tmp_path: Path) -> None:
    read = ImportResult(
        write(tmp_path / "t.json", '[{"text": "One."}, 5, "x", {"text": "Two."}, :]')
    )
    assert read.texts == ["One.", "Two."]
    assert [bad.row for bad in read.bad] == [2, 3]
    assert "invalid from character 46, after record 4" in read.problem


@pytest.mark.parametrize(
    "header",
    [
        "CONVERSATION ID,FROM,TO,DATE,SUBJECT,CONTENT",
        "From,To,Sent At,Message,Direction",
        "First Name,Last Name,Company,Text,Creation Date",
    ],
)
def test_private_messages_are_refused(tmp_path: Path, header: str) -> None:
    file = write(tmp_path / "messages.csv", header + "\n" + "a" + ",b" * header.count(",") + "\n")
    assert "not posts" in ImportResult(file).problem


def test_parquet(tmp_path: Path) -> None:
    data = parquet_bytes(
        {
            "text": ["One.", None, "Three.", ""],
            "date": [datetime(2025, 3, 4, tzinfo=timezone(timedelta(hours=2))), None, None, None],
            "leads": [1, None, -3, 4],
            "unused": [b"x"] * 4,
        }
    )
    read = ImportResult(write(tmp_path / "t.parquet", data))
    assert read.texts == ["One.", "Three."]
    assert read.entries[0].date == datetime(2025, 3, 3, 22)
    assert [entry.metrics.leads for entry in read.entries] == [1, None]
    assert read.skipped == {"empty": 2}


def test_parquet_column_types(tmp_path: Path) -> None:
    pa = require_package("pyarrow", "audit")

    data = parquet_bytes(
        {
            "text": pa.array(["One.", "One."]).dictionary_encode(),
            "date": pa.array([1_741_080_600_000_000_001, 0], pa.timestamp("ns")),
            "platform": pa.array(["linkedin", None], pa.large_string()),
            "revenue": pa.array(["1,200", "n/a"]),
            "id": pa.array([5, 6]),
        }
    )
    first, second = ImportResult(write(tmp_path / "t.parquet", data)).entries
    assert first.date == datetime(2025, 3, 4, 9, 30)
    assert (first.source.platform, second.source.platform) == ("linkedin", None)
    assert (first.metrics.revenue, second.metrics.revenue) == (1200, None)
    assert (first.id, second.id) == ("5", "6")
    days = parquet_bytes({"text": ["One."], "date": [date(2025, 3, 4)]})
    assert ImportResult(write(tmp_path / "d.parquet", days)).only.date == datetime(2025, 3, 4)


def test_parquet_row_groups(tmp_path: Path) -> None:
    data = parquet_bytes({"text": [f"Post {n}." for n in range(10)]}, row_group_size=3)
    file = write(tmp_path / "t.parquet", data)
    read = ImportResult(file, rows=(1, 3))
    assert read.texts == [f"Post {n}." for n in range(3, 9)]
    assert [entry.row for entry in read.entries] == list(range(4, 10))
    parts = [text for part in range(4) for text in ImportResult(file, rows=(part, part + 1)).texts]
    assert parts == ImportResult(file).texts


def test_parquet_without_text_column(tmp_path: Path) -> None:
    file = write(tmp_path / "t.parquet", parquet_bytes({"title": ["a"]}))
    assert "Columns: `title`" in ImportResult(file).problem
    assert "no column named `words`" in ImportResult(file, Columns(text="words")).problem
    assert ImportResult(file, Columns(text="title")).texts == ["a"]


def test_parquet_with_texts_of_wrong_types(tmp_path: Path) -> None:
    pa = require_package("pyarrow", "audit")

    numbers = write(tmp_path / "n.parquet", parquet_bytes({"text": [1, 2]}))
    assert [bad.row for bad in ImportResult(numbers).bad] == [1, 2]
    buffers = [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0\5\0\0\0"), pa.py_buffer(b"\xe9Two.")]
    broken = pa.StringArray.from_buffers(2, buffers[1], buffers[2])
    read = ImportResult(write(tmp_path / "b.parquet", parquet_bytes({"text": broken})))
    assert read.texts == ["Two."]
    assert [bad.row for bad in read.bad] == [1]


def test_parquet_that_is_damaged(tmp_path: Path) -> None:
    data = parquet_bytes({"text": ["One."] * 50})
    for broken in (data[:4], data[:60], data[:-20], b"PAR1" + b"\0" * 50 + b"PAR1"):
        assert (
            "this Parquet file can't be read"
            in ImportResult(write(tmp_path / "t.parquet", broken)).problem
        )


def test_parquet_needs_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "t.parquet", parquet_bytes({"text": ["a"]}))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(PostlintError, match=r"pip install 'postlint\[audit\]'"):
        list(read_archive(file))


def test_csv_takes_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write("text,date\n")
        for number in range(20_000):
            out.write(f'"Post {number}\n{"and some words " * 100}",2025-03-04\n')
    assert file.stat().st_size > 25_000_000
    tracemalloc.start()
    try:
        count = sum(isinstance(item, ImportedPost) for item in read_archive(file))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 20_000
    assert peak < 20_000_000


def test_json_takes_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "t.json"
    item = json.dumps({"text": "and some words " * 300})
    with file.open("w", encoding="utf-8") as out:
        out.write("[" + ",".join([item] * 6_000) + "]")
    tracemalloc.start()
    try:
        count = sum(isinstance(item, ImportedPost) for item in read_archive(file))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 6_000
    assert peak < 20_000_000


def test_csv_field_size_limit_is_restored(tmp_path: Path) -> None:
    import csv

    before = csv.field_size_limit()
    rows: Any = read_archive(write(tmp_path / "t.csv", TABLES["commas"]))
    next(rows)
    assert csv.field_size_limit() == before
