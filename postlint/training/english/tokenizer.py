"""Keeps #hashtags and @mentions as one token each.

The rules are stored with the pipeline, so loading it doesn't need this module.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_prefix_regex, registry

_TAG_OR_MENTION = re.compile(r"^[#@]\w+(?:[.-]\w+)*$")


def social_tokenizer() -> Callable[[Language], Language]:
    """Return the callback that changes a new pipeline's tokenizer."""

    def customize(nlp: Language) -> Language:
        tokenizer = cast(Tokenizer, nlp.tokenizer)
        prefixes = [prefix for prefix in nlp.Defaults.prefixes or () if prefix != "#"]
        tokenizer.prefix_search = compile_prefix_regex([*prefixes, r"#(?!\w)"]).search
        tokenizer.token_match = _TAG_OR_MENTION.match
        return nlp

    return customize


registry.callbacks("postlint.social_tokenizer.v1", func=social_tokenizer)
