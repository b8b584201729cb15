"""Dates and figures as people write them."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.core.dates import infer_day_first, parse_date
from postlint.importers.columns import Columns
from postlint.importers.imported_post import METRICS
from postlint.importers.io.numbers import parse_number

MORNING = datetime(2025, 3, 4, 9, 30)


@pytest.mark.parametrize(
    "written",
    [
        "2025-03-04 09:30", "2025-03-04 09:30:00", " 2025-03-04T09:30:00Z ", "2025-03-04T09:30",
        "2025-03-04T10:30:00+01:00", "2025-03-04 09:30:00 +0000", "2025-03-04 09:30:00 UTC",
        "2025-03-04T04:30:00-05", "2025/03/04 9:30", "3/4/2025 9:30", "03/04/25 09:30",
        "3/4/2025, 9:30:00 AM", "Tue Mar 04 09:30:00 +0000 2025", "1741080600", 1741080600,
        1741080600.0, 1741080600000, "1741080600000", MORNING, MORNING.replace(tzinfo=timezone.utc),
        "2025-03-04T09:30:00.000Z", "2025-03-04 09:30:00.000000000",
    ],
)  # fmt: skip
def test_dates_of_one_morning(written: object) -> None:
    assert parse_date(written) == MORNING


def test_dates_without_time_and_with_fractions() -> None:
    assert parse_date("2025-03-04") == parse_date(date(2025, 3, 4)) == datetime(2025, 3, 4)
    assert parse_date("2025-03-04 09:30:00.1234567") == MORNING.replace(microsecond=123456)
    assert parse_date("2025-03-04 09:30:00.5") == MORNING.replace(microsecond=500000)
    assert parse_date("1/2/2025 12:05 AM") == datetime(2025, 1, 2, 0, 5)
    assert parse_date("1/2/2025 12:05 pm") == datetime(2025, 1, 2, 12, 5)


@pytest.mark.parametrize(
    "written",
    [
        "", "Week 1 Mon", "2025-02-30", "2025-13-01", "25:00", "0000-01-01", "13/13/2025",
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2025-03-04T09:30+99:99",
        "Tue Foo 04 09:30:00 +0000 2025", "1/2/2025 13:00 AM", None, True, [], 5, float("nan"),
        "99999999999999999999", "٢٠٢٥-03-04",
    ],
)  # fmt: skip
def test_invalid_dates(written: object) -> None:
    assert parse_date(written) is None


def test_dates_with_the_day_or_month_first() -> None:
    assert parse_date("3/4/2025", day_first=True) == datetime(2025, 4, 3)
    assert parse_date("25/4/2025") == parse_date("4/25/2025", day_first=True)
    assert [infer_day_first(day) for day in ("25/4/25", "4/25/25", "4/5/25", "x")] == [
        True, False, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,200.50", 1200.5), ("1.200,50", 1200.5), ("€ 450", 450), ("450 EUR", 450), ("$3", 3),
        ("1 200", 1200), ("1\u00a0200,5", 1200.5), ("1'200", 1200), ("0,5", 0.5), ("1,200", 1200),
        ("1.5", 1.5), ("1.200", 1200), ("0.125", 0.125), ("€ 1.200", 1200),
        ("1.200.000", 1200000), ("CHF 20", 20), ("15 min", 15),
        ("15 minutes", 15), (" 7 ", 7), ("1e3", 1000), ("0", 0), (5, 5), (Decimal("2.5"), 2.5),
        ("1,200,000", 1200000),
    ],
)  # fmt: skip
def test_numbers(written: object, number: float) -> None:
    assert parse_number(written) == number


@pytest.mark.parametrize(
    "written",
    [
        "", "n/a", "-", "-5", "−5", "(5)", "five", "1:30", "12%", "1,2,3", "1.2.3", "1..2", ".",
        True, None, [], float("nan"), float("inf"), Decimal("NaN"), -1, 10**400, "9" * 50, "nan",
        "1e999",
    ],
)  # fmt: skip
def test_invalid_numbers(written: object) -> None:
    assert parse_number(written) is None


@given(st.text(max_size=30) | st.floats() | st.integers() | st.none())
def test_dates_and_numbers_of_anything(written: object) -> None:
    number = parse_number(written)
    assert number is None or number >= 0
    moment = parse_date(written)
    assert moment is None or moment.tzinfo is None


def test_every_metric_has_a_column() -> None:
    assert set(METRICS) <= set(Columns().find(METRICS))
