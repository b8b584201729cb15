"""Files for Buffer and Hootsuite."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from postlint.importers.imported_post import RowError
from tests.importers.sample_archives import ImportResult, csv_text, write


def test_buffer_with_platforms_and_labels_for_dates(tmp_path: Path) -> None:
    rows = [
        ["Text", "Platform", "Scheduled Date"],
        ['We say "no" early.\n\n#pricing', "LinkedIn", "Week 1 Mon"],
        ['We say "no" early.\n\n#pricing', "Twitter", "2025-03-04 09:30"],
        ["", "Instagram", "Week 1 Thu"],
        ["Elsewhere.", "Pinboard", "3/4/25 21:05"],
    ]
    read = ImportResult(write(tmp_path / "buffer.csv", csv_text(rows)))
    assert read.texts == ['We say "no" early.\n\n#pricing'] * 2 + ["Elsewhere."]
    assert [entry.source.platform for entry in read.entries] == ["linkedin", "x", None]
    assert [entry.date for entry in read.entries] == [
        None,
        datetime(2025, 3, 4, 9, 30),
        datetime(2025, 3, 4, 21, 5),
    ]
    assert read.skipped == {"empty": 1}
    assert read.entries[0].id == f"{tmp_path / 'buffer.csv'}#1"


def test_buffer_layout_with_a_byte_order_mark(tmp_path: Path) -> None:
    rows = [
        ["Text", "Image URL", "Tags", "Posting Time"],
        ["One.", "", "", "2025-03-04 09:30"],
        ["", "https://i.example/1.png", "", "2025-03-05 09:30"],
    ]
    read = ImportResult(write(tmp_path / "b.csv", "\ufeff" + csv_text(rows)))
    assert read.texts == ["One."]
    assert read.entries[0].date == datetime(2025, 3, 4, 9, 30)
    assert read.skipped == {"empty": 1}


def dates(tmp_path: Path, *dates: str) -> list[datetime | None]:
    rows = [[date, f"Post {number}, and more.", ""] for number, date in enumerate(dates)]
    return [entry.date for entry in ImportResult(write(tmp_path / "h.csv", csv_text(rows))).entries]


def test_hootsuite_has_the_month_first(tmp_path: Path) -> None:
    assert dates(tmp_path, "03/04/2025 09:30", "05/06/2025 10:00") == [
        datetime(2025, 3, 4, 9, 30),
        datetime(2025, 5, 6, 10),
    ]


def test_hootsuite_has_the_day_first_if_any_row_shows_it(tmp_path: Path) -> None:
    assert dates(tmp_path, "03/04/2025 09:30", "25/12/2025 10:00") == [
        datetime(2025, 4, 3, 9, 30),
        datetime(2025, 12, 25, 10),
    ]


@pytest.mark.parametrize(
    "row",
    ["2025/03/04 09:30,One.,", "2025-03-04 09:30:00,One.,", "03/04/2025 9:30 AM,One.,",
     "03/04/2025 09:30,One."],
)  # fmt: skip
def test_hootsuite_variants(tmp_path: Path, row: str) -> None:
    entry = ImportResult(write(tmp_path / "h.csv", f"{row}\n")).only
    assert (entry.source.text, entry.date) == ("One.", datetime(2025, 3, 4, 9, 30))


def test_hootsuite_link_is_not_the_url_of_the_post(tmp_path: Path) -> None:
    file = write(tmp_path / "h.csv", "03/14/2025 09:30,One.,https://fennel.example\n")
    entry = ImportResult(file).only
    assert (entry.source.text, entry.url, entry.source.platform) == ("One.", None, None)


def test_hootsuite_with_an_extra_comma(tmp_path: Path) -> None:
    text = "03/14/2025 09:30,One.,\n03/15/2025 09:30,One, two,\n"
    file = write(tmp_path / "h.csv", text)
    read = ImportResult(file)
    assert read.texts == ["One."]
    assert read.bad == [RowError(str(file), 2, "it has 4 fields; expected date, message, and link")]
