"""Tests of date parsing."""

from __future__ import annotations

from datetime import datetime

import pytest

from postlint.core.dates import is_ambiguous, parse_date

DAY = datetime(2024, 1, 5)
HALF_PAST_TEN = datetime(2024, 1, 5, 10, 30)


@pytest.mark.parametrize(
    "written",
    [
        "January 5, 2024", "January 5 2024", "Friday, January 5, 2024", "FRIDAY, JANUARY 5, 2024",
        "Jan 5th, 2024", "Jan. 5, 2024", "5 January 2024", "5th of January 2024", "5. January 2024",
        "Fri 5 Jan 2024", "5-Jan-2024", "05-Jan-24", "5 Jan '24", "5/Jan/2024", "2024-Jan-05",
        "2024 January 5", "20240105", 20240105, "2024-1-5", "2024.01.05", "2024-W01-5", "2024W015",
        "05.01.2024", "5. 1. 2024", "5.1.24", "1/5/2024", "1-5-2024",
    ],
)  # fmt: skip
def test_parse_date_reads_day_formats(written: object) -> None:
    assert parse_date(written) == DAY


@pytest.mark.parametrize(
    "written",
    [
        "Fri, 05 Jan 2024 10:30:00 +0000", "Fri, 5 Jan 2024 10:30 GMT", "05 Jan 24 10:30 UT",
        "January 5, 2024 10:30 AM", "January 5, 2024 at 10:30 a.m.", "Jan 5, 2024 @ 10:30",
        "2024-01-05 10:30:00 +0000 UTC", "2024-01-05 05:30:00 EST", "2024-01-05 11:30 CET",
        "2024-01-05 10:30 (UTC)", "2024-01-05 12:30 UTC+2", "2024/01/05 10:30 AM",
        "20240105T103000Z", "20240105103000", "202401051030", "20240105 10:30",
        "Friday, 05-Jan-24 10:30:00 GMT", "Fri Jan  5 10:30:00 2024", "Fri Jan 5 10:30:00 UTC 2024",
        "Fri Jan 05 2024 11:30:00 GMT+0100 (Central European Standard Time)",
        "2024-01-05T05:30:00-05:00[America/New_York]", "1/5/2024 10:30", "5 Jan 2024 10:30:00.000",
    ],
)  # fmt: skip
def test_parse_date_reads_time_formats(written: object) -> None:
    assert parse_date(written) == HALF_PAST_TEN


@pytest.mark.parametrize(
    "written",
    [
        "May", "May 2024", "5 May", "2024", "5/2024", "tomorrow", "next Tuesday", "Monday",
        "Marching 5, 2024", "Janet 5, 2024", "June 31, 2024", "2024-01-05 and more",
        "2024-01-05 10:30 XYZ", "2024-01-05 10", "10:30", "20241399", "20240105103", "123456",
        "99999-01-01", "1.2.3", "v1.2.2024", "x" * 5_000, "1" * 5_000, 10**400,
    ],
)  # fmt: skip
def test_parse_date_rejects_other_values(written: object) -> None:
    assert parse_date(written) is None


def test_ambiguous_dates_are_recognized() -> None:
    unclear = ["3/4/2024", "3-4-24", "03/04/2024 10:30"]
    clear = ["4/4/2024", "13/4/2024", "4/13/2024", "3.4.2024", "2024-03-04", "March 4, 2024", 3]
    assert all(map(is_ambiguous, unclear))
    assert not any(map(is_ambiguous, clear))
