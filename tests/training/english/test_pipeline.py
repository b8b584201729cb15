"""The commands that train and evaluate the English pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from click.testing import CliRunner

from postlint.training.english.__main__ import main as train_command
from postlint.training.english.evaluate import evaluate, format_scores
from postlint.training.english.evaluate import main as evaluate_command
from tests.training.english.tiny_treebank import SHIPPED, write_treebank


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    return write_treebank(tmp_path)


def test_train_command_makes_a_pipeline(treebank: Path, tmp_path: Path) -> None:
    pytest.importorskip("spacy_lookups_data")
    output = tmp_path / "pipeline"
    arguments = [str(treebank), "--output", str(output), "--max-steps", "3"]
    result = CliRunner().invoke(train_command, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert "| sentence ends" in result.output

    nlp = spacy.load(output)
    assert nlp.pipe_names == ["tok2vec", "tagger", "morphologizer", "parser", "lemmatizer"]
    doc = nlp("We need #growth, @devon_lee!\n\n($5) 🚀")
    assert all(token.tag_ and token.dep_ and token.pos_ for token in doc)
    assert "#growth" in [token.text for token in doc]
    assert str(tmp_path) not in (output / "config.cfg").read_text(encoding="utf-8")
    assert "software" not in (output / "vocab" / "strings.json").read_text(encoding="utf-8")


def test_evaluate_command_prints_the_scores(treebank: Path) -> None:
    result = CliRunner().invoke(
        evaluate_command, [str(SHIPPED), str(treebank)], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    scores = evaluate(SHIPPED, treebank)
    assert result.output == format_scores(scores) + "\n"
    assert scores["universal part of speech"] > 0.9
    assert scores["labeled attachment (LAS)"] <= scores["unlabeled attachment (UAS)"] <= 1
    assert scores["sentence ends, F1: one sentence per line"] == 1
