"""Ignoring a rule in a draft, in its front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import yaml

from postlint.core.untrusted import DataError
from postlint.core.untrusted_yaml import compose_yaml
from postlint.diagnostics.suppression import KEY
from postlint.document.front_matter import FrontMatter, read_front_matter
from postlint.document.source import Source, Span
from postlint.fixes.edits import (
    DraftParser,
    Edit,
    apply,
    block_texts,
    line_end,
    line_end_of,
    line_start,
)

_LIST = "ignore"
_TOML_LIST = re.compile(rf"\b{_LIST}[ \t]*=[ \t]*\[[^\[\]]*?(?P<comma>,?)\s*\]")


def ignore_rule(source: Source, rule: str, read: DraftParser) -> tuple[Edit, ...]:
    """Return the edit that makes a draft ignore a rule; none if that can't be done safely."""
    front_matter = read_front_matter(source)
    known = _ignored(front_matter.get(KEY))
    if known is None or rule in known:
        return ()
    wanted = {**front_matter.values, KEY: {_LIST: [*known, rule]}}
    body, blocks = _body(source.text, front_matter), block_texts(read(source.text))
    for edit in _edits(source.text, front_matter, rule):
        # It must make the draft ignore the rule and change nothing else.
        text = apply(source.text, [edit])
        new = read_front_matter(Source(source.path, text))
        if (
            new.error is None
            and _are_same(dict(new.values), wanted)
            and _body(text, new) == body
            and block_texts(read(text)) == blocks
        ):
            return (edit,)
    return ()


def _body(text: str, front_matter: FrontMatter) -> str:
    return text[front_matter.span.end :].lstrip("\r\n")


def _are_same(one: object, other: object) -> bool:
    try:
        return one == other
    except RecursionError:
        return False  # YAML can contain itself


def _ignored(value: object) -> list[str] | None:
    """Return the rules that are ignored; None if the value is something else."""
    if value is None or value is True or value == {}:
        return []
    names = value.get(_LIST, 0) if isinstance(value, Mapping) and len(value) == 1 else 0
    if names is None:
        return []
    if isinstance(names, str):
        return [names]
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        return names
    return None


def _edits(text: str, front_matter: FrontMatter, rule: str) -> Iterator[Edit]:
    """Yield candidates; the first one that does only what it should is used."""
    end = line_end_of(text)
    if front_matter.error:
        return
    if not front_matter.span.end:
        lines = ["---", f"{KEY}:", f"  {_LIST}: [{rule}]", "---", "", ""]
        yield Edit(Span(0, 0), end.join(lines))
        return
    # Other headers aren't edited: they can contain only text, or are JSON that programs write.
    if front_matter.syntax == "toml":
        yield from _toml_edits(text, front_matter.inner, rule, end)
    elif front_matter.syntax == "yaml":
        yield from _yaml_edits(text, front_matter.inner, rule, end)


def _toml_edits(text: str, inner: Span, rule: str, end: str) -> Iterator[Edit]:
    # A key above all tables doesn't belong to any of them.
    yield Edit(Span(inner.start, inner.start), f'{KEY} = {{ {_LIST} = ["{rule}"] }}{end}')
    for found in _TOML_LIST.finditer(text, inner.start, inner.end):
        is_empty = found[0].rpartition("[")[2].strip() == "]"
        bracket = found.end("comma") if not is_empty else found.end() - 1
        comma = "" if is_empty else " " if found["comma"] else ", "
        yield Edit(Span(bracket, bracket), f'{comma}"{rule}"')


def _yaml_edits(text: str, inner: Span, rule: str, end: str) -> Iterator[Edit]:
    try:
        compose_yaml(text[inner.start : inner.end])  # it's within the limits
        root = yaml.compose(text[inner.start : inner.end], yaml.SafeLoader)
    except (DataError, yaml.YAMLError):
        return
    section = _value(root, KEY)
    if section is None:
        yield Edit(Span(inner.end, inner.end), f"{KEY}:{end}  {_LIST}: [{rule}]{end}")
        return
    names = _value(section, _LIST)
    if names is None:
        yield Edit(_span(section, inner), f"{_blank(text, section, inner)}{{{_LIST}: [{rule}]}}")
    elif isinstance(names, yaml.ScalarNode):
        span = _span(names, inner)
        kept = f"{text[span.start : span.end]}, " if span.end > span.start else ""
        yield Edit(span, f"{_blank(text, names, inner)}[{kept}{rule}]")
    elif isinstance(names, yaml.SequenceNode) and not names.value:
        yield Edit(_span(names, inner), f"[{rule}]")
    elif isinstance(names, yaml.SequenceNode):
        last = _span(names.value[-1], inner)
        if names.flow_style:
            yield Edit(Span(last.end, last.end), f", {rule}")
        else:
            dash = text[line_start(text, last.start) : last.start]
            stop = line_end(text, last.end)
            yield Edit(Span(stop, stop), f"{end}{dash}{rule}")


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _span(node: yaml.Node, inner: Span) -> Span:
    return Span(inner.start + node.start_mark.index, inner.start + node.end_mark.index)


def _blank(text: str, node: yaml.Node, inner: Span) -> str:
    """Return the space that a value needs after its colon, if it's missing."""
    return "" if text[_span(node, inner).start - 1].isspace() else " "
