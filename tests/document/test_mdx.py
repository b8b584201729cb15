"""Tests of MDX: modules, JSX, and expressions aren't prose."""

from __future__ import annotations

import pytest

from postlint.document.draft import read_draft
from postlint.document.source import Source


def texts(text: str, path: str = "a.mdx") -> list[str]:
    return [" ".join(block.text.split()) for block in read_draft(Source(path, text)).blocks]


def bug(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import A from 'a'\n\nText", ["Text"]),
        ("import 'a.css'\r\nimport * as B from \"b\"\r\nimport {c} from 'c'\r\n\r\nText", ["Text"]),
        ("import {\n  a,\n  b,\n} from 'c'\n\nText", ["Text"]),
        ("export const meta = {\n  a: 'b c',\n\n  d: 1\n}\n\nText", ["Text"]),
        ("export default ({children}) => <B>{children}</B>\n\nText", ["Text"]),
        ("export default function A() {\n  return <b>no</b>\n}\n\nText", ["Text"]),
        ("export * from 'a'\n\nexport {b} from 'c'\n\nText", ["Text"]),
        ("---\ntitle: x\n---\nimport A from 'a'\n\nText", ["Text"]),
        ("Text\n\nimport A from 'a'\n\nMore", ["Text", "More"]),
        ("Imports rise.\n\nexport the goods", ["Imports rise.", "export the goods"]),
        ("important news\n\nexporting goods", ["important news", "exporting goods"]),
        ("We make it here and\nimport goods from Spain.",
         ["We make it here and import goods from Spain."]),
        ("```js\nimport A from 'a'\n```\n\nText.\n\n```js\nb\n```\n\nMore.", ["Text.", "More."]),
        ("export async function a() {}\n\nText", ["Text"]),
        ("export type A = {\n a: string\n}\n\nText", ["Text"]),
    ],
)  # fmt: skip
def test_mdx_modules_are_not_prose(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{/* no */}\n\nText", ["Text"]),
        ("{/* no\n\nnor this */}\n\nText", ["Text"]),
        ("a {/* no */} b", ["a b"]),
        ("a {props.x} b {`no ${way}`} c", ["a b c"]),
        ("{a.map(b => (\n  <li>{b}</li>\n))}\n\nText", ["Text"]),
        ("a {unclosed b", ["a {unclosed b"]),
        ("a closed} b", ["a closed} b"]),
        pytest.param("a {'}'} b", ["a b"], marks=bug("braces in strings are counted")),
        pytest.param("Put `{` before and `}` after.", ["Put before and after."],
                     marks=bug("braces in inline code are matched with each other")),
        pytest.param("```\n{\n```\n\nText.\n\n```\n}\n```\n\nMore.", ["Text.", "More."]),
    ],
)  # fmt: skip
def test_mdx_expressions_and_comments_are_not_prose(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<A />\n\nText", ["Text"]),
        ("<A>\n\nText *here*\n\n</A>", ["Text here"]),
        ("<A>Text *here*</A>", ["Text here"]),
        ("<A b='c'>\nText\n</A>", ["Text"]),
        ("<A b={c} d='e'>\n\nText\n\n</A>", ["Text"]),
        ("<A\n  b={c}\n  d={() => {\n    return 1 > 2\n  }}\n/>\n\nText", ["Text"]),
        ("<A\n  b='c'\n  d='e'\n/>\n\nText", ["Text"]),
        ("<A\n  b={1}\n\n  c={2}\n/>\n\nText", ["Text"]),
        ("<A b={() => <i>no</i>} /> Text", ["Text"]),
        ("<A {...props}>Text</A>", ["Text"]),
        ("<A style={{b: 'c'}}>Text</A>", ["Text"]),
        ("<A b='c > d' e={1} /> Text", ["Text"]),
        ('<A b="it\'s" c={1}>Text</A>', ["Text"]),
        ("<A>\n  <B c='d' e={f}>\n    Text\n  </B>\n</A>", ["Text"]),
        ("<p className='a'>b</p>\n\n<p className={c}>d</p>", ["b", "d"]),
        ("1 < 2 and {x} 3 > 2", ["1 < 2 and 3 > 2"]),
        ("I'm <b>here</b> {x}", ["I'm here"]),
        pytest.param("<A.B>Text</A.B>", ["Text"],),
        pytest.param("<A.B c={1}>Text</A.B>", ["Text"],),
        pytest.param("<>Text</>", ["Text"],),
        pytest.param('<A b={"}"} /> Text', ["Text"], marks=bug("braces in strings are counted")),
    ],
)  # fmt: skip
def test_mdx_jsx_tags_are_not_prose(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_markdown_has_no_mdx_expressions() -> None:
    assert texts("import A from 'a'\n\na {b} c", "a.md") == ["import A from 'a'", "a {b} c"]
