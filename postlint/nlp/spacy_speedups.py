"""Speedups for spaCy, and all code that depends on the internals of spaCy and thinc.

The annotations don't change: tests compare them with those of plain spaCy. The code was written for
spaCy 3.8 and thinc 8.3; with other internals, plain spaCy is used. `docs/benchmarks.md` gives the
gain of each part.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import EntryPoints
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from postlint.core import blas

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LAZY_TOKENIZER = "postlint.lazy.v1"
"""The name of a tokenizer without rules, for a pipeline whose folder has the rules."""


@contextmanager
def without_command_line() -> Iterator[None]:
    """Keep `import spacy` from importing spaCy's command line, a third of its time.

    The command line can still be imported afterwards.
    """
    stubs = {"spacy.cli": ModuleType("spacy.cli"), "spacy.cli.info": ModuleType("spacy.cli.info")}
    if "spacy" in sys.modules:
        stubs = {}
    for stub in stubs.values():
        stub.__dict__.update(__path__=[], info=_spacy_info)
    sys.modules.update(stubs)
    try:
        yield
    finally:
        for name, stub in stubs.items():
            if sys.modules.get(name) is stub:
                del sys.modules[name]


def _spacy_info(*args: Any, **options: Any) -> Any:  # noqa: ANN401 -- the arguments of spaCy's function
    from spacy.cli.info import info

    return info(*args, **options)


try:
    with without_command_line():
        import spacy
except (ImportError, AttributeError):
    import spacy

import catalogue  # noqa: E402
from spacy.util import registry  # noqa: E402
from thinc.api import Model, NumpyOps, Ragged  # noqa: E402

from postlint.nlp.tokenization import LazyTokenizer  # noqa: E402


@registry.tokenizers(LAZY_TOKENIZER)  # type: ignore[untyped-decorator]
def _lazy_tokenizer() -> Callable[[Language], LazyTokenizer]:
    return lambda pipeline: LazyTokenizer(pipeline.vocab)


def load(folder: Path, *, exclude: Sequence[str] = ()) -> Language:
    """Load a pipeline whose folder also has the tokenizer's rules."""
    # The language's own rules are slow to build, and the folder's rules replace them.
    config = {"nlp": {"tokenizer": {"@tokenizers": LAZY_TOKENIZER}}}
    with _without_entry_points():
        pipeline = spacy.load(folder, exclude=exclude, config=config)
    for _, component in pipeline.pipeline:
        if isinstance(model := getattr(component, "model", None), Model):
            _optimize(model)
    return pipeline


@contextmanager
def _without_entry_points() -> Iterator[None]:
    """Keep spaCy from looking for plug-ins of its own in all packages, for every part it loads."""
    entry_points = catalogue.AVAILABLE_ENTRY_POINTS
    catalogue.AVAILABLE_ENTRY_POINTS = EntryPoints(())
    try:
        yield
    finally:
        catalogue.AVAILABLE_ENTRY_POINTS = entry_points


def annotate(pipeline: Language, docs: Sequence[Doc]) -> None:
    """Run a pipeline's components on tokenized blocks.

    All blocks are processed at once, which takes about 5 KB of memory per token.
    """
    docs = [doc for doc in docs if len(doc)]
    if not docs:
        return
    component: Any
    with blas.single_thread():
        for name, component in pipeline.pipeline:
            predictions = _parse(component, docs) if name == "parser" else component.predict(docs)
            component.set_annotations(docs, predictions)
    for doc in docs:
        # The vectors aren't needed anymore, and would be most of a block's memory.
        doc.tensor = np.zeros((0,))


def _parse(parser: Any, docs: Sequence[Doc]) -> list[Any]:  # noqa: ANN401 -- spaCy has no types
    """Return the same parses as `parser.predict`.

    `parser.predict` runs the same steps in C++, but acquires and releases Python's lock for each
    addition of two vectors. Here, the lock is kept, and all blocks take a step together.
    """
    if not hasattr(parser, "transition_states") or parser.cfg.get("beam_width", 1) != 1:
        return list(parser.predict(docs))
    parses: list[Any] = parser.moves.init_batch(docs)
    scorer = parser.model.predict(docs)
    score = _scoring_function(scorer)
    active = [parse for parse in parses if not parse.is_final()]
    while active:
        active = parser.transition_states(active, score(active))
    scorer.clear_memory()
    return parses


def _scoring_function(scorer: Any) -> Callable[[list[Any]], Any]:  # noqa: ANN401
    """Return a function that gives the scores of `scorer.predict` without thinc's overhead.

    It runs for every step of every batch, with small arrays.
    """
    upper = scorer.vec2scores
    if upper is None or upper.name != "linear" or not scorer._class_mask.all():
        predict: Callable[[list[Any]], Any] = scorer.predict
        return predict
    weights, bias = upper.get_param("W").T, upper.get_param("b")

    def score(parses: list[Any]) -> Any:  # noqa: ANN401
        scores = scorer.state2vec.predict(scorer.get_token_ids(parses)) @ weights
        scores += bias
        return scores

    return score


def _optimize(model: Model[Any, Any]) -> None:
    """Multiply matrices with NumPy, and compute the vector of each distinct word only once."""
    # Blis, the default, is only fast on a few processors.
    ops = NumpyOps(use_blis=False)
    for node in model.walk():
        node.ops = ops
        names = [layer.name.partition("(")[0] for layer in node.layers]
        if names == ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]:
            node.layers[2:4] = [Model("each_once", _forward_unique, layers=node.layers[2:4])]


def _forward_unique(
    model: Model[Ragged, Ragged], rows: Ragged, is_train: bool
) -> tuple[Ragged, Callable[[Any], Any]]:
    """Apply row-wise layers to each distinct row only once."""
    if is_train:
        raise NotImplementedError("this pipeline is quick, and cannot be trained")
    # Rows are compared by a hash: the sum of the columns, each times an odd number. Two distinct
    # rows have the same hash with a probability of 1 in 2 ** 64.
    data: Any = rows.dataXd  # integers, shape (rows, attributes)
    multipliers = np.arange(1, 2 * data.shape[1], 2, dtype=np.uint64) * _HASH_MULTIPLIER
    _, first, inverse = np.unique(
        (data * multipliers).sum(axis=1, dtype=np.uint64), return_index=True, return_inverse=True
    )
    output: Any = Ragged(data[first], model.ops.asarray1i([len(first)]))
    for layer in model.layers:
        output = layer.predict(output)
    return Ragged(output.dataXd[inverse], rows.lengths), lambda gradient: gradient


_HASH_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""2 ** 64 divided by the golden ratio, which spreads consecutive numbers (Fibonacci hashing)."""
