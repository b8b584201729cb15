"""Settings that decide when a run fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Postlint
from tests.config.overrides.helpers import OVERRIDE, put, report


@pytest.mark.parametrize(
    ("text", "args", "status"),
    [
        ("", (), 0),
        ('fail-on = "warning"', (), 1),
        ('fail-on = "warning"', ("--fail-on", "error"), 0),
        ('fail-on = "error"', ("--fail-on", "warning"), 1),
        (f'{OVERRIDE}fail-on = "warning"', (), 1),
        (f'{OVERRIDE}fail-on = "warning"', ("--fail-on", "error"), 0),
        (f'{OVERRIDE}fail-on = "warning"', ("a.md",), 0),
        (f'fail-on = "warning"\n{OVERRIDE}fail-on = "error"', ("b",), 0),
        (f'fail-on = "warning"\n{OVERRIDE}fail-on = "error"', (), 1),
        ('[rule.pseudo-bold]\nseverity = "info"', ("--fail-on", "warning"), 0),
        ('[rule.pseudo-bold]\nseverity = "error"', (), 1),
        ("", ("--max-warnings", "3"), 1),
        ("", ("--max-warnings", "4"), 0),
        ("", ("a.md", "--max-warnings", "0"), 1),
        ("", ("a.md", "--max-warnings", "1"), 0),
        ("", ("--max-warnings", "0", "--exit-zero"), 0),
        ("", ("--max-warnings", "-1"), 2),
        ('[rule.pseudo-bold]\nseverity = "info"', ("--max-warnings", "0"), 0),
        ('[rule.pseudo-bold]\nseverity = "error"', ("--max-warnings", "9"), 1),
        ("min-relevance = 1", (), 1),
        ("min-relevance = 1", ("--min-relevance", "0"), 0),
        ("min-relevance = 0", ("--min-relevance", "1"), 1),
        (f"{OVERRIDE}min-relevance = 1", ("a.md", "d"), 0),
        (f"{OVERRIDE}min-relevance = 1", ("b/c",), 1),
        (f"min-relevance = 1\n{OVERRIDE}min-relevance = 0", ("b",), 0),
        (f"min-relevance = 1\n{OVERRIDE}min-relevance = 0", (), 1),
        ('min-relevance = 1\nselect = ["pseudo-bold"]', (), 1),
        ("min-relevance = 1\n[rule.low-relevance]\nenabled = false", (), 1),
        ("min-relevance = 1\n[rule.low-relevance]\nmin = 0", (), 1),
        ("min-relevance = 1", ("--select", "pseudo-bold"), 1),
        pytest.param(
            'ignore = ["low-relevance"]', ("--min-relevance", "1"), 1,
        ),
    ],
)  # fmt: skip
def test_fail_on_sets_when_a_run_fails(
    text: str, args: tuple[str, ...], status: int, postlint: Postlint, folder: Path
) -> None:
    put(folder / "postlint.toml", f"{text}\n")
    assert postlint("check", *args).exit_code == status


def test_min_relevance_is_an_error_only_below_the_limit(postlint: Postlint, folder: Path) -> None:
    score = report(postlint, "a.md")["a.md"]["relevance"]
    for limit, status in ((score - 0.01, 0), (score + 0.01, 1)):
        put(folder / "postlint.toml", f"{OVERRIDE}min-relevance = {limit:.4f}\n")
        assert postlint("check", "b").exit_code == status
        assert postlint("check", "a.md").exit_code == 0
