"""95% confidence intervals of shares and rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean

Z = NormalDist().inv_cdf(0.975)
"""Half the width of a 95% interval, in standard errors."""

MIN_POSTS_FOR_INTERVAL = 10
"""The minimum number of posts for the interval of a rate."""

MIN_EVENTS_FOR_INTERVAL = 5
"""The minimum number of posts with a result for the interval of a rate."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of posts: the number with a trait, and of all."""

    count: int
    total: int

    @property
    def value(self) -> float:
        """The share, from 0 to 1; 0 if there are no posts."""
        return self.count / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval."""
        return self.corrected_interval(1)

    def corrected_interval(self, comparisons: int) -> tuple[float, float]:
        """Return the interval for one of several shares; together they have 95% coverage.

        This is Wilson's interval (1927), which Brown, Cai, and DasGupta (2001) recommend for small
        samples, with the Bonferroni correction (Dunn 1961).
        """
        if not self.total:
            return 0.0, 1.0
        n, share, z = self.total, self.value, NormalDist().inv_cdf(1 - 0.025 / comparisons)
        middle = share + z * z / (2 * n)
        half_width = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        scale = 1 + z * z / n
        return max(0.0, (middle - half_width) / scale), min(1.0, (middle + half_width) / scale)


def difference(before: Share, after: Share) -> tuple[float, float]:
    """Return the 95% interval of the difference of two shares (Newcombe 1998, method 10)."""
    gain = after.value - before.value
    (before_low, before_high), (after_low, after_high) = before.interval, after.interval
    down = sqrt((after.value - after_low) ** 2 + (before_high - before.value) ** 2)
    up = sqrt((after_high - after.value) ** 2 + (before.value - before_low) ** 2)
    return gain - down, gain + up


@dataclass(frozen=True, slots=True)
class Rate:
    """A result per hour.

    Attributes:
        total: the total result.
        posts: the number of posts with both figures.
        interval: the 95% interval of the result per hour; None if there's too little data.
    """

    total: float
    hours: float
    posts: int
    interval: tuple[float, float] | None

    @property
    def value(self) -> float:
        """The result per hour."""
        return self.total / self.hours if self.hours else 0.0


def rate(hours: Sequence[float], results: Sequence[float]) -> Rate:
    """Return the result per hour of posts, given the hours and result of each.

    It's the ratio of two sums. The interval uses Cochran's variance (Sampling Techniques, 1977,
    2.11) and quantiles of Student's t distribution.
    """
    n = len(hours)
    total, total_hours = sum(results), sum(hours)
    if (
        n < MIN_POSTS_FOR_INTERVAL
        or total_hours <= 0
        or sum(result > 0 for result in results) < MIN_EVENTS_FOR_INTERVAL
    ):
        return Rate(total, total_hours, n, None)
    ratio = total / total_hours
    residuals = sum(
        (result - ratio * time) ** 2 for time, result in zip(hours, results, strict=True)
    )
    error = sqrt(residuals / (n - 1) / n) / fmean(hours)
    half_width = error * _t_quantile(n - 1)
    return Rate(total, total_hours, n, (max(0.0, ratio - half_width), ratio + half_width))


def _t_quantile(degrees_of_freedom: int) -> float:
    """Return the 97.5% quantile of Student's t distribution (Abramowitz and Stegun 1964, 26.7.5).

    It's accurate to 0.001 from 9 degrees of freedom.
    """
    return (
        Z
        + (Z**3 + Z) / (4 * degrees_of_freedom)
        + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * degrees_of_freedom**2)
        + (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / (384 * degrees_of_freedom**3)
    )
