"""spaCy made quick. All that leans on how spaCy and thinc are built inside is here.

What the pipeline says stays the same: tests compare it with plain spaCy's. This was written for
spaCy 3.8 and thinc 8.3; where these are built otherwise, plain spaCy does the work.
`docs/benchmarks.md` tells what each part brings.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BARE_TOKENIZER = "postlint.bare.v1"
"""Name of a tokenizer without rules, for a pipeline that brings its own."""


@contextmanager
def without_command_line() -> Iterator[None]:
    """Keep spaCy's own command line out of `import spacy`: it takes a third of the time.

    Afterwards it can be imported as ever.
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


def _spacy_info(*args: Any, **options: Any) -> Any:  # noqa: ANN401 -- whatever spaCy's takes
    from spacy.cli.info import info

    return info(*args, **options)


try:
    with without_command_line():
        import spacy
except (ImportError, AttributeError):
    import spacy

from spacy.tokenizer import Tokenizer  # noqa: E402
from spacy.util import registry  # noqa: E402
from thinc.api import Model, NumpyOps, Ragged  # noqa: E402


@registry.tokenizers(BARE_TOKENIZER)  # type: ignore[untyped-decorator]
def _bare_tokenizer() -> Callable[[Language], Tokenizer]:
    return lambda pipeline: Tokenizer(pipeline.vocab)


def load(folder: Path, *, exclude: Sequence[str] = ()) -> Language:
    """Load a pipeline whose folder holds the tokenizer's rules, too."""
    # The rules that come with a language would only be built to be replaced by the folder's.
    config = {"nlp": {"tokenizer": {"@tokenizers": BARE_TOKENIZER}}}
    pipeline = spacy.load(folder, exclude=exclude, config=config)
    for _, component in pipeline.pipeline:
        if isinstance(model := getattr(component, "model", None), Model):
            _optimize(model)
    return pipeline


def annotate(pipeline: Language, docs: Sequence[Doc]) -> None:
    """Let a pipeline's components say what they see in blocks that have been tokenised.

    All are taken at once: give as many as memory can hold, some 5 KB a token.
    """
    docs = [doc for doc in docs if len(doc)]
    components: list[tuple[str, Any]] = pipeline.pipeline if docs else []
    for name, component in components:
        seen = _parse(component, docs) if name == "parser" else component.predict(docs)
        component.set_annotations(docs, seen)
    for doc in docs:
        # The vectors have been used, and would be most of what a block keeps in memory.
        doc.tensor = np.zeros((0,))


def _parse(parser: Any, docs: Sequence[Doc]) -> list[Any]:  # noqa: ANN401 -- spaCy has no types
    """Return the parses, as `parser.predict` would.

    That takes the same steps in C++, where each addition of two vectors asks for Python's lock
    and gives it back. From here the lock is held, and all blocks take a step together.
    """
    if not hasattr(parser, "transition_states") or parser.cfg.get("beam_width", 1) != 1:
        return list(parser.predict(docs))
    parses: list[Any] = parser.moves.init_batch(docs)
    scorer = parser.model.predict(docs)
    moving = [parse for parse in parses if not parse.is_final()]
    while moving:
        moving = parser.transition_states(moving, scorer.predict(moving))
    scorer.clear_memory()
    return parses


def _optimize(model: Model[Any, Any]) -> None:
    """Let NumPy's library multiply matrices, and make each different word's vector only once."""
    # Blis, the default, knows few processors and is slow on the others.
    ops = NumpyOps(use_blis=False)
    for node in model.walk():
        node.ops = ops
        names = [layer.name.partition("(")[0] for layer in node.layers]
        if names == ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]:
            node.layers[2:4] = [_deduplicate_rows(node.layers[2], node.layers[3])]


def _deduplicate_rows(*layers: Model[Ragged, Ragged]) -> Model[Ragged, Ragged]:
    """Return layers that work on rows one by one, made to see each different row only once."""
    return Model("each_once", _forward_unique, layers=layers)


def _forward_unique(
    model: Model[Ragged, Ragged], rows: Ragged, is_train: bool
) -> tuple[Ragged, Callable[[Any], Any]]:
    if is_train:
        raise NotImplementedError("this pipeline is quick, and cannot be trained")
    # A row is known by one number: a sum of its own, each column times an odd number. Two rows
    # that differ have the same one by a chance of 1 in 2 ** 64.
    data: Any = rows.dataXd  # whole numbers, shape (rows, attributes)
    odd = np.arange(1, 2 * data.shape[1], 2, dtype=np.uint64) * _HASH_MULTIPLIER
    _, first, place = np.unique(
        (data * odd).sum(axis=1, dtype=np.uint64), return_index=True, return_inverse=True
    )
    found: Any = Ragged(data[first], model.ops.asarray1i([len(first)]))
    for layer in model.layers:
        found = layer.predict(found)
    return Ragged(found.dataXd[place], rows.lengths), lambda gradient: gradient


_HASH_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""2 ** 64 divided by the golden ratio: neighbouring numbers times it lie far apart."""
