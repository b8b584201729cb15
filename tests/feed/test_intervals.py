"""Intervals, compared with SciPy and with published examples."""

from __future__ import annotations

import random
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.feed.intervals import (
    MIN_POSTS_FOR_INTERVAL,
    Rate,
    Share,
    _t_quantile,
    difference,
    rate,
)
from tests.requirements import require_package

stats = require_package("scipy.stats", "train")


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 1_000), st.data())
def test_share_has_wilson_interval(total: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, total))
    low, high = Share(count, total).interval
    expected = stats.binomtest(count, total).proportion_ci(0.95, "wilson")
    assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-9)
    assert low - 1e-12 <= count / total <= high + 1e-12


@pytest.mark.parametrize("shares", [1, 2, 12])
def test_intervals_among_several_shares_are_wider(shares: int) -> None:
    expected = stats.binomtest(7, 30).proportion_ci(1 - 0.05 / shares, "wilson")
    assert Share(7, 30).corrected_interval(shares) == pytest.approx((expected.low, expected.high))


def test_share_of_no_posts_has_the_widest_interval() -> None:
    assert Share(0, 0).interval == (0.0, 1.0)
    assert Share(0, 0).value == 0.0


def test_difference_has_newcombe_interval() -> None:
    """Newcombe's example (a): 56 of 70 and 48 of 80 (Statistics in Medicine 17, 1998, table II)."""
    low, high = difference(Share(48, 80), Share(56, 70))
    assert (low, high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@pytest.mark.parametrize("freedom", [9, 10, 15, 30, 200])
def test_quantiles_match_scipy(freedom: int) -> None:
    assert _t_quantile(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=1e-3)


def test_interval_of_a_rate_covers_the_true_rate() -> None:
    """About 95% of the intervals of 400 samples contain the known rate."""
    generator = random.Random(7)
    held = 0
    for _ in range(400):
        hours = [generator.uniform(0.2, 3) for _ in range(40)]
        leads = [float(generator.random() < 0.25 * hour) for hour in hours]
        found = rate(hours, leads)
        assert found.interval
        held += found.interval[0] <= 0.25 <= found.interval[1]
    assert 0.91 <= held / 400 <= 0.99


def test_rate_is_total_per_hour() -> None:
    hours, money = [1.0, 2.0, 3.0] * 5, [10.0, 0.0, 50.0] * 5
    found = rate(hours, money)
    assert found.value == pytest.approx(sum(money) / sum(hours))
    assert found.interval
    assert found.interval[0] < found.value < found.interval[1]
    assert fmean(found.interval) == pytest.approx(found.value)


@pytest.mark.parametrize(
    ("hours", "brought"),
    [
        ([1.0] * (MIN_POSTS_FOR_INTERVAL - 1), [1.0] * (MIN_POSTS_FOR_INTERVAL - 1)),
        ([1.0] * 50, [1.0] * 4 + [0.0] * 46),
        ([0.0] * 50, [1.0] * 50),
        ([], []),
    ],
)
def test_rates_of_few_posts_are_not_compared(hours: list[float], brought: list[float]) -> None:
    found = rate(hours, brought)
    assert found == Rate(sum(brought), sum(hours), len(hours), None)
