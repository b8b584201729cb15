"""95% confidence intervals of shares and rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean

Z = NormalDist().inv_cdf(0.975)
"""The half width of a 95% interval in standard errors."""

MIN_POSTS_FOR_INTERVAL = 10
"""The fewest posts for the interval of a rate."""

MIN_EVENTS_FOR_INTERVAL = 5
"""The fewest posts that brought anything for the interval of a rate."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of posts.

    Attributes:
        count: how many posts have the trait.
        total: the number of all posts.
    """

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

    def corrected_interval(self, shares: int) -> tuple[float, float]:
        """Return the interval if this is one of several shares: all are covered in 95% of cases.

        It's Wilson's interval (1927), which Brown, Cai, and DasGupta (2001) recommend for small
        samples, with Bonferroni's correction (Dunn 1961).
        """
        if not self.total:
            return 0.0, 1.0
        n, share, z = self.total, self.value, NormalDist().inv_cdf(1 - 0.025 / shares)
        middle = share + z * z / (2 * n)
        half_width = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        whole = 1 + z * z / n
        return max(0.0, (middle - half_width) / whole), min(1.0, (middle + half_width) / whole)


def difference(before: Share, after: Share) -> tuple[float, float]:
    """Return the interval of the difference of two shares (Newcombe 1998, his method 10)."""
    gain = after.value - before.value
    (low, high), (least, most) = before.interval, after.interval
    down = sqrt((after.value - least) ** 2 + (high - before.value) ** 2)
    up = sqrt((most - after.value) ** 2 + (before.value - low) ** 2)
    return gain - down, gain + up


@dataclass(frozen=True, slots=True)
class Rate:
    """What some hours brought.

    Attributes:
        total: what they brought in total.
        hours: the hours spent.
        posts: how many posts have both figures.
        interval: the 95% interval of what an hour brings; None if there's too little data.
    """

    total: float
    hours: float
    posts: int
    interval: tuple[float, float] | None

    @property
    def value(self) -> float:
        """What an hour brought."""
        return self.total / self.hours if self.hours else 0.0


def rate(hours: Sequence[float], brought: Sequence[float]) -> Rate:
    """Return the rate of the posts with these hours and results.

    It's the ratio of two sums, with Cochran's variance (Sampling Techniques, 1977, 2.11) and
    quantiles of Student's t.
    """
    n = len(hours)
    total, spent = sum(brought), sum(hours)
    if (
        n < MIN_POSTS_FOR_INTERVAL
        or spent <= 0
        or sum(one > 0 for one in brought) < MIN_EVENTS_FOR_INTERVAL
    ):
        return Rate(total, spent, n, None)
    ratio = total / spent
    residuals = sum((got - ratio * took) ** 2 for took, got in zip(hours, brought, strict=True))
    error = sqrt(residuals / (n - 1) / n) / fmean(hours)
    half_width = error * _t_quantile(n - 1)
    return Rate(total, spent, n, (max(0.0, ratio - half_width), ratio + half_width))


def _t_quantile(freedom: int) -> float:
    """Return the 97.5% quantile of Student's t (Abramowitz and Stegun 1964, 26.7.5).

    It's accurate to 0.001 from 9 degrees of freedom.
    """
    return (
        Z
        + (Z**3 + Z) / (4 * freedom)
        + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * freedom**2)
        + (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / (384 * freedom**3)
    )
