"""The network in PyTorch, its training, and its export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from postlint.scoring.encoder.network import MAX_WINDOWS, WINDOW_SIZE, load_network, save_network
from postlint.scoring.encoder.wordpiece import Vocabulary
from postlint.training.encoder.examples import POST_LABELS, SENTENCE_LABELS, TrainingExample

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from postlint.training.encoder.torch_network import (  # noqa: E402
    PostEncoder,
    export_network,
    load_pretrained,
    prune,
)
from postlint.training.encoder.training_loop import (  # noqa: E402
    TrainingConfig,
    average_predictions,
    load_predictions,
    predict,
    save_predictions,
    train,
)

if TYPE_CHECKING:
    from postlint.training.encoder.training_loop import Predictions

VOCABULARY = Vocabulary(
    {piece: row for row, piece in enumerate(["[UNK]", "[CLS]", "[SEP]", *map(str, range(29))])}
)
POSTS: list[list[tuple[int, ...]]] = [[(5, 6, 7), (8, 9)], [(10,)], [tuple(range(3, 30))] * 10]


def encoder(layers: int = 2, activation: str = "gelu_pytorch_tanh") -> PostEncoder:
    torch.manual_seed(1)
    config = transformers.BertConfig(
        vocab_size=len(VOCABULARY.token_ids), hidden_size=64, num_hidden_layers=layers,
        num_attention_heads=2, intermediate_size=48, max_position_embeddings=128,
        hidden_act=activation,
    )  # fmt: skip
    return PostEncoder(transformers.BertModel(config, add_pooling_layer=False), VOCABULARY)


def examples() -> list[TrainingExample]:
    """Make posts whose labels depend on their first word piece."""
    made = []
    for number in range(40):
        positive = number % 2 == 0
        labels = np.full(len(POST_LABELS), float(positive), dtype=np.float32)
        labels[-1] = np.nan
        sentence_labels = np.full((2, len(SENTENCE_LABELS)), float(positive), dtype=np.float32)
        sentence_labels[1, 0] = np.nan
        sentences = ((5 if positive else 6, 7 + number % 9), (20, 21))
        made.append(TrainingExample(str(number), sentences, labels, sentence_labels))
    return made


def mean_logits(predictions: Predictions, positive: bool) -> float:
    rows = [post for name, (post, _) in predictions.items() if (int(name) % 2 == 0) == positive]
    return float(torch.stack(rows).mean())


def test_export_network_computes_the_same(tmp_path: Path) -> None:
    network = encoder()
    network.eval()
    with torch.no_grad():
        posts, sentences = network(POSTS)
    exported = export_network(network)
    assert len(POSTS[2]) * len(POSTS[2][0]) > WINDOW_SIZE * MAX_WINDOWS
    for row, post in enumerate(POSTS[:2]):
        of_post, of_sentences = exported.predict(post)
        assert list(of_post) == list(POST_LABELS)
        assert list(of_post.values()) == pytest.approx(posts[row].tolist(), abs=1e-4)
        values = np.array([list(logits.values()) for logits in of_sentences])
        assert values == pytest.approx(sentences[row].numpy(), abs=1e-4)
    save_network(exported, tmp_path)
    assert load_network(tmp_path).predict(POSTS[0])[0] == pytest.approx(
        exported.predict(POSTS[0])[0], abs=0.05
    )


def test_load_pretrained_reads_model_and_vocabulary(tmp_path: Path) -> None:
    body = encoder().body
    body.save_pretrained(tmp_path)
    (tmp_path / "vocab.txt").write_text("\n".join(VOCABULARY.token_ids) + "\n", encoding="utf-8")
    loaded, vocabulary = load_pretrained(tmp_path)
    assert vocabulary.token_ids == VOCABULARY.token_ids
    assert torch.equal(
        loaded.embeddings.word_embeddings.weight, body.embeddings.word_embeddings.weight
    )


def test_prune_keeps_first_layers_largest_units_and_chosen_pieces() -> None:
    body = encoder(activation="gelu").body
    up = body.encoder.layer[0].intermediate.dense
    with torch.no_grad():
        up.weight[10:] *= 1e-3
    words = body.embeddings.word_embeddings.weight
    small, vocabulary = prune(body, VOCABULARY, layers=1, intermediate_size=10, pieces=[0, 1, 2, 9])
    assert list(vocabulary.token_ids) == ["[UNK]", "[CLS]", "[SEP]", "6"]
    assert len(small.encoder.layer) == 1
    assert torch.equal(small.encoder.layer[0].intermediate.dense.weight, up.weight[:10])
    assert torch.equal(small.embeddings.word_embeddings.weight, words[[0, 1, 2, 9]])


def test_train_learns_labels_of_posts_and_sentences() -> None:
    network = encoder(1)
    epochs: list[int] = []
    config = TrainingConfig(epochs=20, learning_rate=5e-3)
    train(network, examples(), config, after_epoch=epochs.append)
    assert epochs == list(range(20))
    predictions = predict(network, examples())
    assert mean_logits(predictions, True) > mean_logits(predictions, False) + 1
    sentences = torch.stack([found for _, found in predictions.values()])
    assert sentences.shape == (40, 2, len(SENTENCE_LABELS))
    assert float((sentences[::2, 0, 0] - sentences[1::2, 0, 0]).mean()) > 0.5


def test_train_learns_from_a_teacher() -> None:
    unlabeled = [
        TrainingExample(
            one.id, one.sentences, np.full_like(one.labels, np.nan),
            np.full_like(one.sentence_labels, np.nan), weight=0.0,
        )
        for one in examples()
    ]  # fmt: skip
    teacher = {
        one.id: (torch.full((8,), 3.0 if number % 2 == 0 else -3.0), torch.zeros((2, 4)))
        for number, one in enumerate(unlabeled)
    }
    network = encoder(1)
    train(network, unlabeled, TrainingConfig(20, 5e-3), teacher=teacher)
    predictions = predict(network, unlabeled)
    assert mean_logits(predictions, True) > mean_logits(predictions, False) + 1


def test_train_augments_each_example_in_each_epoch() -> None:
    seen: list[str] = []

    def augment(example: TrainingExample) -> TrainingExample:
        seen.append(example.id)
        return example

    train(encoder(1), examples(), TrainingConfig(2, 1e-4), augment=augment)
    assert sorted(seen) == sorted([one.id for one in examples()] * 2)


def test_train_is_the_same_in_every_run() -> None:
    runs = []
    for _ in range(2):
        network = encoder(1)
        train(network, examples(), TrainingConfig(1, 1e-4, seed=3))
        runs.append(predict(network, examples()[:1])["0"][0])
    assert torch.equal(*runs)


def test_soft_labels_are_the_mean_of_the_teachers(tmp_path: Path) -> None:
    first = {
        "a": (torch.tensor([1.0, 3.0]), torch.ones((2, 4))),
        "b": (torch.zeros(2), torch.ones((1, 4))),
    }
    second = {
        "a": (torch.tensor([3.0, 5.0]), torch.zeros((2, 4))),
        "b": (torch.ones(2), torch.ones((1, 4))),
    }
    save_predictions(average_predictions([first, second]), tmp_path / "soft.npz")
    loaded = load_predictions(tmp_path / "soft.npz")
    assert list(loaded) == ["a", "b"]
    assert loaded["a"][0].tolist() == [2, 4]
    assert loaded["a"][1].tolist() == [[0.5] * 4] * 2
    assert loaded["b"][1].tolist() == [[1] * 4]
