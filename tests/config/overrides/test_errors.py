"""Configuration errors have a location."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.command import GOOD, Postlint, rules_by_path, write
from tests.config.overrides.helpers import JSON, put, refusal

HEAD = '[[overrides]]\nfiles = ["none"]\n[[overrides]]\nfiles = ["a"]\n'

FAULTS: list[Any] = [
    ('extends = "a"', "1:1: unknown key `extends` (did you mean `extend`?)"),
    ("max-warnings = 3", "1:1: unknown key `max-warnings`"),
    ("[[override]]", "1:3: unknown key `override` (did you mean `overrides`?)"),
    ('[overrides]\nfiles = ["a"]', "1:2: `overrides` must be a list"),
    ("overrides = [3]", "1:14: `overrides` must be a table"),
    ('[[overrides]]\nfile = ["a"]', "2:1: unknown key `file` (did you mean `files`?)"),
    ('overrides = [{ files = ["a"] }, { files = ["b"], platfrm = "x" }]',
     "1:50: unknown key `platfrm` (did you mean `platform`?)"),
    (f'{HEAD}fail_on = "info"', "5:1: unknown key `fail_on` (did you mean `fail-on`?)"),
    (f"{HEAD}drafts-only = true", "5:1: unknown key `drafts-only`"),
    (f'{HEAD}baseline = "b.json"', "5:1: unknown key `baseline`"),
    (f'{HEAD}select = [\n  "pseudo-bold",\n  "pseudo-bld",\n]',
     "7:3: unknown rule `pseudo-bld` (did you mean `pseudo-bold`?); run `postlint rules` for"),
    (f'{HEAD}ignore = ["jargon", "jargn"]', "5:21: unknown rule `jargn` (did you mean `jargon`?)"),
    (f"{HEAD}rule.jargn.enabled = true", "5:6: unknown rule `jargn` (did you mean `jargon`?)"),
    (f"{HEAD}[overrides.rule.xyzzy]",
     "5:17: unknown rule `xyzzy`; run `postlint rules` for a list of all rules"),
    (f"{HEAD}[overrides.rule.low-relevance]\nmni = 1", "6:1: unknown key `mni` (did you mean"),
    (f"{HEAD}[overrides.rule.low-relevance]\nmin = 'x'", "6:1: `min` must "),
    (f"{HEAD}[overrides.rule.jargon]\nenabled = 'perhaps'", "6:1: `enabled` must "),
    (f"{HEAD}[overrides.rule.jargon.severity]\ndefault = 'info'\nblogg = 'info'",
     "7:1: postlint doesn't know the platform `blogg` (did you mean `blog`?)."),
    (f'{HEAD}platform = "linkdin"',
     "5:1: `platform`: postlint doesn't know the platform `linkdin` (did you mean `linkedin`?)"),
    (f'{HEAD}split = "abc"', "5:1: `split`: `abc` isn't a valid marker"),
    (f'{HEAD}fail-on = "never"', "5:1: `fail-on` must be 'info', 'warning' or 'error'"),
    (f"{HEAD}min-relevance = -0.1", "5:1: `min-relevance` must "),
    ('[[overrides]]\nfiles = ["a", "!"]', "2:15: `files`: `!` isn't a valid .gitignore pattern"),
    ('[[overrides]]\nfiles = [\n"a",\n  " "]', "4:3: `files` contains an empty pattern"),
    ('[[overrides]]\nfiles = "a"', '2:1: `files` must be a list, such as ["a"]'),
    ('include = "*.md"', '1:1: `include` must be a list, such as ["*.md"]'),
    ("exclude = ['a', 3]", "1:17: `exclude` must be text"),
    ('select = [""]', "1:11: unknown rule ``"),
    ('split = ""', "1:1: `split`: `` isn't a valid marker"),
    ('split = "#######"', "1:1: `split`: `#######` isn't a valid marker"),
    ("baseline = 3", "1:1: `baseline` must be text"),
    ("min-relevance = nan", "1:1: `min-relevance` must "),
    ("fail-on = 'Error'", "1:1: `fail-on` must be 'info', 'warning' or 'error'"),
    *(
        pytest.param(
            text, f"1:1: `{text.split()[0]}` must be",
        )
        for text in ("min-relevance = true", "min-relevance = '0.5'", "drafts-only = 'yes'",
                     "drafts-only = 1")
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), FAULTS)
def test_config_errors_have_locations(
    text: str, says: str, postlint: Postlint, folder: Path
) -> None:
    path = put(folder / "postlint.toml", f"{text}\n")
    wanted = f"{path}:{says}"
    assert refusal(postlint, "a.md")[: len(wanted)] == wanted
    assert refusal(postlint, "--show-settings", "a.md").startswith(wanted)
    assert refusal(postlint, "a.md", "--config", path).startswith(wanted)


def test_unused_ignore_may_be_ignored_in_configuration(postlint: Postlint, folder: Path) -> None:
    write(folder, a=f"<!-- postlint-ignore no-qestion -->\n\n{GOOD}")
    assert rules_by_path(postlint("check", "a.md", *JSON)) == {"a.md": ["unused-ignore"]}
    put(folder / "postlint.toml", 'ignore = ["unused-ignore"]\n')
    assert rules_by_path(postlint("check", "a.md", *JSON)) == {"a.md": []}
