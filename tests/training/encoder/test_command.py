"""The commands that train the encoder."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from postlint.core import resources
from postlint.scoring.encoder.encoding import load_default_network
from postlint.scoring.encoder.network import load_network
from postlint.training.dataset import is_held_out
from postlint.training.encoder.examples import POST_LABELS

HELD_OUT = next(name for name in map(str, range(100)) if is_held_out(name))


@pytest.mark.skipif(find_spec("torch") is not None, reason="PyTorch is installed")
def test_command_without_pytorch_says_how_to_install_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "postlint.training.encoder", "--help"],
        cwd=resources.PACKAGE.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == (
        "training the encoder needs torch; install it with: pip install -e '.[encoder]'\n"
    )


def save_tiny_bert(folder: Path) -> None:
    """Save a BERT of two small layers, with a few of the word pieces of the shipped encoder."""
    transformers = pytest.importorskip("transformers")
    pieces = list(load_default_network().vocabulary.token_ids)
    config = transformers.BertConfig(
        vocab_size=len(pieces), hidden_size=32, num_hidden_layers=2, num_attention_heads=1,
        intermediate_size=24, max_position_embeddings=128,
    )  # fmt: skip
    transformers.BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")


def write_posts(path: Path) -> Path:
    rows: list[dict[str, Any]] = [
        {
            "id": f"{path.stem}-{number}", "author": HELD_OUT if number < 4 else "someone",
            "relevance": 2 * useful, "self_focus": not useful, "question": useful, "tie": useful,
            "anecdote": False, "tie_evidence": ["If you run a shop"] if useful else [],
            "text": "If you run a shop, count your stock. What do you count?" if useful
            else "I had toast today. It was great.",
        }
        for number in range(8)
        for useful in [number % 2 == 0]
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


@pytest.mark.slow
def test_commands_train_a_network_that_postlint_can_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("torch")
    command = pytest.importorskip("postlint.training.encoder.__main__")
    base_model = tmp_path / "base"
    save_tiny_bert(base_model)
    own = write_posts(tmp_path / "own.jsonl")
    real = write_posts(tmp_path / "real.jsonl")
    texts = tmp_path / "texts.jsonl"
    texts.write_text(json.dumps({"path": "a.md", "text": "We walked along the river. " * 5}))
    real_folder = resources.folder
    monkeypatch.setattr(
        resources, "folder", lambda name: own if name == "models/posts" else real_folder(name)
    )
    monkeypatch.setattr(command, "_SYNTHETIC_POSTS", 8)

    def run(*args: str | Path) -> str:
        options = ["--annotations", real, "--base-model", base_model, "--unlabeled", texts]
        line = [str(arg) for arg in (*args, real, *options)]
        result = CliRunner().invoke(command.main, line, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    soft_labels, output = tmp_path / "soft.npz", tmp_path / "encoder"
    printed = run("train-teacher", "--seeds", "1", "--output", soft_labels)
    assert [line.split(":")[0] for line in printed.splitlines()] == ["epoch 1", "epoch 2"]
    assert "relevant " in printed
    printed = run(
        "distill", "--teacher", soft_labels, "--layers", "1", "--intermediate-size", "8",
        "--output", output,
    )  # fmt: skip
    assert len(printed.splitlines()) == 4
    network = load_network(output)
    assert len(network.layers) == 1
    assert network.layers[0]["inner"].shape == (32, 8)
    assert set(network.predict([[5, 6]])[0]) == set(POST_LABELS)
