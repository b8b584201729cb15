"""Formats: text with special characters."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from tests.command import Postlint
from tests.formatters.readers import (
    FORMATS,
    KETTLE,
    OWN,
    PLACED,
    READ,
    WORDS,
    Rendered,
    bare,
    cases,
    check,
    commands,
    from_json,
    put,
    said,
    say,
)

pytestmark = pytest.mark.usefixtures("rules")


@pytest.mark.parametrize("word", WORDS)
def test_formats_keep_the_words_of_findings(
    word: str, postlint: Postlint, tmp_path: Path, schema: jsonschema.Draft7Validator
) -> None:
    say(tmp_path, word)
    finding = said(postlint)
    assert finding["excerpt"] == word
    assert word in finding["message"]
    text = f"{finding['message']} Try: {finding['help']}"
    log = json.loads(check(postlint, "sarif", *KETTLE))
    schema.validate(log)
    (result,) = log["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["snippet"] == {"text": word}
    (annotation,) = commands(check(postlint, "github", *KETTLE))
    assert annotation.text == f"{finding['message']}\nTry: {finding['help']}"
    (issue,) = json.loads(check(postlint, "gitlab", *KETTLE))
    assert issue["description"] == text
    (diagnostic,) = json.loads(check(postlint, "rdjson", *KETTLE))["diagnostics"]
    assert diagnostic["message"] == text
    (case,) = cases(check(postlint, "junit", *KETTLE))
    assert case.system_out == f"a.txt:1:8: warning says-kettle {text}"
    ((line, mark, rule, told),) = Rendered(check(postlint, "markdown", *KETTLE)).rows
    assert (line, mark.split()[-1], rule) == ("1", "warning", "says-kettle")
    assert bare(told) == f"{finding['message']}\n> {word}\nTry: {finding['help']}"


CONTROLS = ["\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x85", "\x9b",
            "\u2028", "\u2029", "\u202e", "\ufffe", "\uffff", "\ufeff"]  # fmt: skip


@pytest.mark.parametrize("control", CONTROLS, ids=lambda one: f"{ord(one):04x}")
def test_formats_escape_control_characters(
    control: str, postlint: Postlint, tmp_path: Path, schema: jsonschema.Draft7Validator
) -> None:
    put(tmp_path, "a.txt", f"{control}[31m We{control} say kettle{control} all{control} day.\n")
    files = [f"--output-format={form}:{form}.out" for form in FORMATS]
    findings = from_json(check(postlint, "json", "a.txt", *OWN, *files))
    assert control in findings[0]["excerpt"] + findings[-1]["excerpt"]
    outputs = {form: (tmp_path / f"{form}.out").read_bytes().decode() for form in FORMATS}
    schema.validate(json.loads(outputs["sarif"]))
    for form in PLACED:
        assert len(list(READ[form](outputs[form]))) == len(findings)
    (case,) = cases(outputs["junit"])
    assert case.result[0].text.count("\n") == len(findings) - 1
    assert len(Rendered(outputs["markdown"]).rows) == len(findings)
    for form, output in outputs.items():
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", output), form
