"""The format `sarif`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from tests.command import Postlint
from tests.formatters.readers import KETTLE, WORDS, check, message, said, say

pytestmark = pytest.mark.usefixtures("rules")


@pytest.mark.parametrize(
    "word",
    [word for word in WORDS if not re.search(r"[{}\[\]]", word)],
)
def test_sarif_shows_the_message(word: str, postlint: Postlint, tmp_path: Path) -> None:
    say(tmp_path, word)
    assert sarif_message(postlint) == message(said(postlint))


def sarif_message(postlint: Postlint) -> str:
    """Return a result's message as a viewer shows it (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    (result,) = json.loads(check(postlint, "sarif", *KETTLE))["runs"][0]["results"]
    text = result["message"]["text"]
    assert not re.search(r"(?<!\{)(?:\{\{)*\{(?!\{)", text), "a brace that is not doubled"
    assert not re.search(r"(?<!\\)\[[^\]]*(?<!\\)\]\([^)]*\)", text), "a link"
    return re.sub(r"\\([\[\]\\])|(\{)\{|(\})\}", lambda match: match[match.lastindex or 0], text)


@pytest.mark.parametrize("word", ["{0}", "kettle{pan}", "[kettle](1)"])
def test_sarif_escapes_braces_and_brackets(word: str, postlint: Postlint, tmp_path: Path) -> None:
    say(tmp_path, word)
    assert sarif_message(postlint) == message(said(postlint))


@pytest.mark.usefixtures("drafts")
def test_sarif_describes_its_rules(postlint: Postlint, schema: jsonschema.Draft7Validator) -> None:
    log = json.loads(postlint("check", "--output-format", "sarif").stdout)
    schema.validate(log)
    assert log["version"] == "2.1.0"
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        told = postlint("explain", rule["id"]).stdout
        assert rule["id"] in told
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert "{" not in rule["shortDescription"]["text"]
