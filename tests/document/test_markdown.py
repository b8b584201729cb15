"""Tests of the Markdown reader: which text is prose."""

from __future__ import annotations

import pytest

from postlint.document.draft import read_draft
from postlint.document.prose import Prose
from postlint.document.source import Source


def blocks(text: str) -> tuple[Prose, ...]:
    return read_draft(Source("a.md", text)).blocks


def texts(text: str) -> list[str]:
    """Return the text of each block with single spaces."""
    return [" ".join(block.text.split()) for block in blocks(text)]


def each(kind: str, words: str) -> list[tuple[str, str]]:
    return [(kind, word) for word in words.split()]


def bug(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One.\n\nTwo.", [("paragraph", "One."), ("paragraph", "Two.")]),
        ("# One\n\nTwo\n===\n\n### Three ###", each("heading", "One Two Three")),
        ("## One {#id .class}", [("heading", "One")]),
        ("> One\n> two\n\nThree", [("quote", "One\ntwo"), ("paragraph", "Three")]),
        ("> One\nlazy", [("quote", "One\nlazy")]),
        ("> One\n>> Two\n\n> - Three\n> # Four", each("quote", "One Two Three Four")),
        ("- One\n- Two", [("item", "One"), ("item", "Two")]),
        ("- One\n\n- Two\n\n  More", [("item", "One"), ("item", "Two"), ("item", "More")]),
        ("1. One\n   - Two\n     * Three\n2) Four", each("item", "One Two Three Four")),
        ("- One\n  goes on", [("item", "One\ngoes on")]),
        ("- > One\n- # Two", [("quote", "One"), ("heading", "Two")]),
        ("- [ ] One\n- [x] Two", [("item", "One"), ("item", "Two")]),
        ("|One|Two|\n|---|:-:|\n|Three|`code`|\n|Four\\||", each("cell", "One Two Three Four|")),
        ("One[^1].\n\n[^1]: Two\n    on.\n", [("paragraph", "One."), ("paragraph", "Two\non.")]),
        ("***\n\nOne\n\n- - -\n", [("paragraph", "One")]),
        ("> [!NOTE]\n> One", [("paragraph", "One")]),
        (">[!WARNING]\r\n>One\r\n>two", [("paragraph", "One\ntwo")]),
        ("> [!TIP]\n> > One", [("quote", "One")]),
        ("> [!NOPE]\n> One", [("paragraph", "One")]),
        ("> [!TIP] Two\n> One", [("paragraph", "Two\nOne")]),
        ("> [!note]- *Two*\n> One", [("paragraph", "Two\nOne")]),
        ("> [!my-own|wide]+\n>\n> - One", [("item", "One")]),
        ("> **Note**\n> One", [("paragraph", "One")]),
        ("> ⚠️ **Warning:** One", [("paragraph", "One")]),
        ("> [!quote] Two\n> One", [("quote", "Two\nOne")]),
        ("> **Notable** One", [("quote", "Notable One")]),
    ],
)  # fmt: skip
def test_markdown_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(block.kind, block.text) for block in blocks(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*One* _two_ **three** __four__ ~~five~~ ***six***", "One two three four five six"),
        ("*a **b** c*", "a b c"),
        ("snake_case and 2 * 3 * 4", "snake_case and 2 * 3 * 4"),
        (r"\*a\* \# b\_c \[d\]", "*a* # b_c [d]"),
        ("a  \nb\\\nc<br>d<br/>e<BR />f\ng", "a\nb\nc\nd\ne\nf\ng"),
        ("One\r\ntwo\rthree\nfour", "One\ntwo\nthree\nfour"),
        ("Had `rm -rf` eggs", "Had eggs"),
        ("Had ``a ` b`` eggs", "Had eggs"),
        ("Had `a\nb` eggs", "Had eggs"),
        ("a <code>b c</code> d <kbd>Ctrl</kbd> e <samp>f</samp> g", "a d e g"),
        ("a <script>b()</script> c <style>d</style> e", "a c e"),
        ("H<sub>2</sub>O and <b class='x'>this</b>", "H2O and this"),
        ("a <!-- b --> c <!-- d\ne --> f", "a c f"),
        ("a <?php b ?> c <![CDATA[ d ]]> e <!F g> h", "a c e h"),
        ("#thanks to @sam@mastodon.example 🎉", "#thanks to @sam@mastodon.example 🎉"),
        ("#hashtag first", "#hashtag first"),
        ("at :tada: 10:30:45 :thinking_face: a:b:c :)", "at 10:30:45 a:b:c :)"),
        ("Fish &amp; chips &copy; &#39;24&#x2019; &lt;b&gt;", "Fish & chips © '24’ <b>"),
        ("a&nbsp;b &bogus; AT&T &amp;amp;", "a\u00a0b &bogus; AT&T &amp;"),
        ("&ngE;x &#0; y", "≧̸x \ufffd y"),
        ("a![not this *nor this*](b.png 'nor this')c", "ac"),
        ("x [^nowhere] y", "x [^nowhere] y"),
        ("{brace} {{ unclosed", "{brace} {{ unclosed"),
        pytest.param("Well done :+1: :100: :1st_place_medal: you", "Well done you",
                     marks=bug("emoji shortcodes that start with a sign or digit are kept")),
        pytest.param("a <svg><text>b</text></svg> c", "a c"),
        pytest.param("a <code>b <code>c</code> d</code> e <br\n/> f", "a e \n f",
                     marks=bug("nested <code> ends at the first </code>")),
    ],
)  # fmt: skip
def test_markdown_inline_markup(text: str, expected: str) -> None:
    assert [block.original for block in blocks(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "```\nNo prose.\n```",
        "~~~ python\nNo prose.\n\nNor this.\n~~~",
        "    No prose.",
        "- \n\n      No prose.",
        "> ```\n> No prose.\n> ```",
        "```\nnever closed",
        "`No prose.`",
        "![No prose.](a.png)",
        "[![No prose.](a.png)](b)",
        "<https://a.example>",
        "[a]: https://a.example 'No prose.'",
        "[^1]:\n",
        "<!-- No prose.\n\nNor this. -->",
        "<script>\nno('prose');\n\n</script>",
        "<style>\np { color: red }\n</style>",
        "<pre>No\n\nprose.</pre>",
        "<div><pre>No <pre>prose</pre></div>",
        "<div><svg><text>no</text></svg><video>no</video><iframe>no</iframe></div>",
        "<img src='a' alt='No prose.'>",
        "<div title='No > prose.'></div>",
        "{% include no prose.html %}",
        '{{< figure src="a b" caption="No _prose_ here" >}}',
        '{{< no\n  prose="x"\n>}}',
        "{:toc}",
        "<%= no prose %>",
        "🎉 🎉",
        "---\n\n***\n",
        pytest.param("{# no prose #}"),
        pytest.param(
            "{% highlight ruby %}\nno = prose\n{% endhighlight %}",
        ),
        pytest.param(
            "{{< highlight go >}}\nno = prose\n{{< /highlight >}}",
        ),
        "{::comment}\nno prose\n{:/comment}",
        pytest.param(
            "<svg>\n\n<text>no</text>\n\n</svg>",
            marks=bug("an empty line ends the HTML block and with it <svg>, <pre> …"),
        ),
    ],
)
def test_markdown_without_prose(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize(
    ("text", "expected", "links"),
    [
        ("See https://a.example/b-c_d_e?f=g&h=i#j now", "See now", 1),
        ("See HTTPS://A.EXAMPLE, www.b.example. End", "See , . End", 2),
        ('(https://a.example/b) "https://a.example" *https://a.example* a', '() "" a', 3),
        ("[One](https://a.example 'two') and [three][3]\n\n[3]: /4 'five'", "One and three", 2),
        ("[ref] <me@a.example> <https://a.example>\n\n[ref]: /x", "ref ", 3),
        ("[https://a.example](https://a.example) text", " text", 2),
        ("a <a href='https://a.example'>b</a> c", "a b c", 1),
        ("[l](<a b>) and [m](x_(y)_z)", "l and m", 2),
        ("[l]({{ site.url }}/a) {% x %} [m]({% post_url a b %})", "l m", 2),
        ("me@a.example is no link", "me@a.example is no link", 0),
        *(
            (f"See {url} now", "See now", 1)
            for url in (
                "https://a.example/wiki/Egg_(food)", "https://a.example/~sam",
                "https://a.example/a*b",
            )
        ),
        *(
            pytest.param(f"See {url} now", "See now", 1, marks=bug("the tail of the URL is kept"))
            for url in ("https://a.example/?a=1&amp;b=2", "https://a.example/a[1]")
        ),
    ],
)  # fmt: skip
def test_markdown_urls_are_counted_and_left_out(text: str, expected: str, links: int) -> None:
    (block,) = blocks(text)
    assert (block.text, block.links) == (expected, links)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% include x %}\nText", ["Text"]),
        ("a {{ page.title | upcase }} b {%- x -%} c {{!-- d --}} e", ["a b c e"]),
        ("{{% note %}}\nText *here*\n{{% /note %}}", ["Text here"]),
        ("{{< tip >}}Text{{< /tip >}}", ["Text"]),
        ('One {{< ref "a_b_c.md" >}} *two*', ["One two"]),
        ("<%= a %> text <% b %>", ["text"]),
        ("Text\n{: .lead #x}\n\n# Head {: .y}\n\n![](a.png){: .z}", ["Text", "Head"]),
        ('[a](b){:target="_blank"} c', ["a c"]),
        ('<a href="{{ x }}">a</a> b <img src="{% y %}" alt="no">', ["a b"]),
        ('<div class="{{ x }}">a {{ b }} c</div>', ["a c"]),
        ("{{ a }}é{{ b }}日本{{ c }}", ["é日本"]),
        ("{{ é日本 }} a", ["a"]),
        ("{{ a\n\nb }}\n\nText", ["Text"]),
        ("{{" + " " * 3_000 + "}} text", ["{{ }} text"]),
        pytest.param("Put `{{` before and `}}` after.", ["Put before and after."],
                     marks=bug("template tags are looked for in code, too: `{{` to `}}`")),
        pytest.param('```c\nprintf("<%s>");\n```\n\nText.\n\n```erb\n<% x %>\n```\n\nEnd.',
                     ["Text.", "End."]),
        pytest.param("```\n{{\n```\n\nText.\n\n```\n}}\n```\n\nEnd.", ["Text.", "End."]),
    ],
)  # fmt: skip
def test_markdown_template_tags_are_not_prose(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<div>Text</div>", ["Text"]),
        ("<div>\n\nText *here*\n\n</div>", ["Text here"]),
        ("<p>Fish &amp; <b>chips</b><br>it's\n  salted</p>", ["Fish & chips it's salted"]),
        ("<p>a\rb\r\nc</p>", ["a b c"]),
        ("<p>a</p><p>b</p>\n<ul><li>c<li>d</ul>", ["a", "b", "c", "d"]),
        ("<p>a<p>b", ["a", "b"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a", "b"]),
        ("<details>\n<summary>a</summary>\nb\n</details>\n\nc", ["a", "b", "c"]),
        ("<details><summary>a</summary>\n\nb\n\n</details>", ["a", "b"]),
        ("<figure><img alt='no'><figcaption>a</figcaption></figure>", ["a"]),
        ("<div><script>no</script>a <code>no</code> b</div>", ["a b"]),
        ("<div><video src='x'/>a<svg/>b</div>", ["ab"]),
        ("<p><!-- <b>no</b> -->a</p>", ["a"]),
        ("<p title='a > b'>c</p>", ["c"]),
        ("<p>1 < 2 and 3 > 2 & more</p>", ["1 < 2 and 3 > 2 & more"]),
        ("<p>see https://a.example/b now</p>", ["see now"]),
        ("</div>\na", ["a"]),
        ("<iframe src='x'></iframe>\na", ["a"]),
        ("- <p>a\n  b</p>", ["a b"]),
        ("<p>🎉 &copy; é <b>日本</b></p>", ["🎉 © é 日本"]),
        ("<!-- a -->\nb", ["b"]),
        ("<!DOCTYPE html>\na", ["a"]),
        ("a\n\n<b>c</b> d\ne", ["a", "c d e"]),
        pytest.param("<div>a<pre>no</pre>b</div>", ["a", "b"]),
        pytest.param("> [!NOTE]\n> <div>a\n> b</div>", ["a b"],
                     marks=bug("HTML in an alert is read with the `>` of its lines")),
    ],
)  # fmt: skip
def test_markdown_html_text_is_prose(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("- <p>a</p>", ["item"]),
        ("<blockquote>\n<p>a</p>\n</blockquote>", ["quote"]),
        pytest.param(
            "<blockquote>\n\na\n\n</blockquote>\n\nb",
            ["quote", "paragraph"],
            marks=bug("an empty line ends the HTML block and with it the quotation"),
        ),
        ("<h2>a</h2>", ["heading"]),
        ("<ul><li>a</li></ul>", ["item"]),
        pytest.param(
            "> <p>a</p>", ["quote"], marks=bug("HTML in a block quote is dropped altogether")
        ),
    ],
)
def test_markdown_html_block_kinds(text: str, kinds: list[str]) -> None:
    assert [block.kind for block in blocks(text)] == kinds


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# One\n\nTwo", ["One", "Two"]),
        ("```\nno\n```\n\nOne", ["One"]),
        ("<!-- no -->\n\nOne `no`", ["One"]),
        ("<div>One</div>\n\nTwo `no`", ["One", "Two"]),
        ("- One\n- Two\n\nThree", ["One", "Two", "Three"]),
        ("> One\n\nTwo", ["One", "Two"]),
        ("|One|\n|-|\n|Two|\n\nThree", ["One", "Two", "Three"]),
        ("Text\n{: .no}\n\n{% no %}\nMore", ["Text", "More"]),
    ],
)
def test_markdown_line_break_style_does_not_matter(
    text: str, expected: list[str], line_end: str
) -> None:
    assert texts(text.replace("\n", line_end)) == expected


@pytest.mark.parametrize("text", ["# One\r\rTwo", "```\rno\r```\r\rOne\r\rTwo",
                                  "<div>One</div>\r\rTwo `no`"])  # fmt: skip
def test_markdown_lone_carriage_return_is_a_line_break(text: str) -> None:
    assert texts(text) == ["One", "Two"]


@pytest.mark.parametrize(
    ("text", "words", "excerpt"),
    [
        ("I said **Had eggs.** Then left.", "Had eggs.", "**Had eggs.**"),
        ("I said **Had** eggs.", "Had eggs.", "**Had** eggs."),
        ("I said **Had eggs**.", "eggs.", "eggs**."),
        ("I said ***Had eggs.***", "Had eggs.", "***Had eggs.***"),
        ("Try [this *one*](https://a.example) now.", "this one", "[this *one*](https://a.example)"),
        ("Try [this one][1] now.\n\n[1]: /x", "Try this", "Try [this"),
        ("Fish &amp; chips", "Fish &", "Fish &amp;"),
        ("a <b>b</b> c", "b", "b"),
        ("a\r\nb", "a\nb", "a\r\nb"),
        ("> a\n> b", "a\nb", "a\n> b"),
        ("a `code` b", "a b", "a `code` b"),
        (r"a \* b", "* b", "* b"),
    ],
)
def test_markdown_excerpts_match_the_source(text: str, words: str, excerpt: str) -> None:
    block = blocks(text)[0]
    start = block.text.index(words)
    span = block.to_source(start, start + len(words))
    assert text[span.start : span.end] == excerpt
