"""LinkedIn's `Shares.csv` and `Comments.csv`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.importers.formats.linkedin import restore_line_ends
from postlint.importers.imported_post import RowError
from tests.importers.sample_archives import (
    ImportResult,
    as_linkedin_commentary,
    share,
    shares,
    write,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "Shares.csv"


def test_shares_have_all_fields(file: Path) -> None:
    write(file, shares(share("Three rules for estimates.", 73, kind="ugcPost")))
    entry = ImportResult(file).only
    assert entry.id == "urn:li:ugcPost:73"
    assert entry.path == str(file)
    assert entry.row == 1
    assert entry.source.path == f"{file}#1"
    assert entry.source.text == "Three rules for estimates."
    assert entry.source.platform == "linkedin"
    assert entry.source.is_post
    assert entry.date == datetime(2025, 3, 4, 9, 30)
    assert entry.url == "https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A73"


def test_shares_with_wrapped_line_ends_as_raw_bytes(file: Path) -> None:
    write(
        file,
        "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n"
        "2025-03-04 09:30:00,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7,"
        '"Ten rebuilds in.""\n""""\n""What would you ask first?""\n""","","",MEMBER_NETWORK\n',
    )
    assert ImportResult(file).texts == ["Ten rebuilds in.\n\nWhat would you ask first?"]


def test_shares_with_and_without_wrapped_line_ends(file: Path) -> None:
    text = 'We asked "why".\n\n"Because," they said.\nWhat then?'
    write(file, shares(share(as_linkedin_commentary(text), 1), share(text, 2)))
    assert ImportResult(file).texts == [text, text]


def test_shares_keep_the_authors_quotation_marks(file: Path) -> None:
    text = '"Cheap" is a word\nnobody wants to hear: "cheap"'
    write(file, shares(share(as_linkedin_commentary(text))))
    assert ImportResult(file).texts == [text]


def test_shares_lose_empty_lines_at_the_end(file: Path) -> None:
    write(file, shares(share("One lesson.\n\n"), share('One lesson."\n"', 2)))
    assert ImportResult(file).texts == ["One lesson.", "One lesson."]


@given(st.text(st.sampled_from('ab "\n,;’'), max_size=40))
def test_restore_line_ends_reverts_wrapping(text: str) -> None:
    assert restore_line_ends(as_linkedin_commentary(text)) == text.rstrip()


@given(st.text(st.sampled_from("ab \n,;"), max_size=40))
def test_restore_line_ends_keeps_other_text(text: str) -> None:
    assert restore_line_ends(text) == text.rstrip()


def test_shares_revert_wrapping_in_a_file(tmp_path: Path) -> None:
    texts = ['a\n"b"\n\nc', 'a, b\nc; "d"', '"\nx', "one", 'he said "no"\n']
    file = write(
        tmp_path / "s.csv",
        shares(*(share(as_linkedin_commentary(text), n) for n, text in enumerate(texts))),
    )
    assert ImportResult(file).texts == [text.rstrip() for text in texts]


def test_shares_with_the_header_of_2021_and_empty_fields(file: Path) -> None:
    write(
        file,
        "Date,ShareLink,ShareCommentary,SharedURL,MediaURL,Visibility\n"
        "2021-03-04 09:30:00,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A1,Hello,,,X\n"
        "2021-03-04 09:30:00,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A2,,,http://p,X\n",
    )
    read = ImportResult(file)
    assert read.texts == ["Hello"]
    assert read.skipped == {"empty": 1}


def test_shares_with_a_row_for_each_picture_are_one_post(file: Path) -> None:
    rows = [share("Before and after.", 5, media=f"https://m.example/{n}") for n in range(3)]
    read = ImportResult(write(file, shares(*rows)))
    assert read.texts == ["Before and after."]
    assert read.skipped == {"duplicate": 2}


def test_shares_with_the_same_text_are_different_posts(file: Path) -> None:
    read = ImportResult(write(file, shares(share("Hello.", 1), share("Hello.", 2))))
    assert len(read.entries) == 2


def test_shares_without_text_are_skipped(file: Path) -> None:
    rows = [
        share("", 1),
        share(" \n", 2),
        share("", 3, media="https://m.example/a"),
        share("", 4, url="https://a.example"),
    ]
    assert ImportResult(write(file, shares(*rows))).skipped == {"reshare": 2, "empty": 2}


def test_shares_are_numbered_by_row_not_line(file: Path) -> None:
    read = ImportResult(write(file, shares(share("a\nb\nc", 1), share("d", 2))))
    assert [entry.row for entry in read.entries] == [1, 2]


def test_shares_keep_pseudo_bold_and_no_break_spaces(file: Path) -> None:
    text = "\U0001d5d5\U0001d5fc\U0001d5f9\U0001d5f1 move,\u00a0isn’t it? 🎉"
    assert ImportResult(write(file, shares(share(text)))).texts == [text]


def test_shares_without_a_link_get_their_row_as_id(file: Path) -> None:
    row = share("Hello.")
    row[1] = ""
    read = ImportResult(write(file, shares(row, row)))
    assert [entry.id for entry in read.entries] == [f"{file}#1", f"{file}#2"]
    assert read.entries[0].url is None


def test_shares_with_an_invalid_date_are_posts(file: Path) -> None:
    row = share("Hello.")
    row[0] = "yesterday"
    assert ImportResult(write(file, shares(row))).only.date is None


def test_comments_are_counted_as_replies(tmp_path: Path) -> None:
    link = "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A5"
    file = write(
        tmp_path / "Comments.csv",
        f'Date,Link,Message\n2025-03-04 09:30:00,{link},"So true, thank you"\n'
        f"2025-03-04 09:31:00,{link},\n",
    )
    read = ImportResult(file)
    assert read.skipped == {"reply": 2}
    assert len(read.items) == 2


def test_comments_need_links_to_linkedin(tmp_path: Path) -> None:
    table = "Date,Link,Message\n2025-03-04,https://fennel.example/a,How we price a rebuild.\n"
    assert ImportResult(write(tmp_path / "a.csv", table)).texts == ["How we price a rebuild."]


def test_shares_saved_by_a_spreadsheet(file: Path) -> None:
    text = "\ufeff" + shares(share("One.\nTwo.")).replace(",", ";").replace("\n", "\r\n")
    assert ImportResult(write(file, text)).texts == ["One.\nTwo."]


def test_shares_with_too_few_or_too_many_fields(file: Path) -> None:
    read = ImportResult(
        write(file, shares(share("One."), share("Two.", 2)[:4], [*share("Three.", 3), ""]))
    )
    assert read.texts == ["One."]
    assert read.bad == [
        RowError(str(file), 2, "it has 4 fields; the header has 6 columns"),
        RowError(str(file), 3, "it has 7 fields; the header has 6 columns"),
    ]
