"""Tests of the code that trains the models; all of them need the group `train`."""

from __future__ import annotations

from tests.requirements import require_package

require_package("sklearn", "train")
require_package("spacy_lookups_data", "train")
