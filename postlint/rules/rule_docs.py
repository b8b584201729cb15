"""The page about a rule, for `postlint explain` and for the documentation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from postlint.checks.template import elide, fill
from postlint.core import resources
from postlint.rules.rule import Example, ExamplePost, Rule


def render_page(rule: Rule) -> str:
    """Return a rule's page as Markdown."""
    return "\n".join(_lines(rule)) + "\n"


def describe_severities(rule: Rule) -> str:
    """Return how serious a rule is, in words."""
    if isinstance(rule.severity, str):
        return rule.severity
    others = [
        f"{level} on {platform}"
        for platform, level in rule.severity.items()
        if platform != "default"
    ]
    return ", ".join([rule.severity["default"], *others])


def _lines(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id}"
    yield ""
    yield rule.summary
    yield ""
    yield f"- Category: {rule.category}"
    yield f"- Severity: {describe_severities(rule)}"
    yield f"- {'On' if rule.enabled else 'Off'} by default"
    if rule.supersedes:
        yield f"- Reported instead of {_join_code(rule.supersedes)}"
    if rule.measured:
        confirmed, findings = rule.measured.confirmed, rule.measured.findings
        yield f"- Two readers confirmed {confirmed} of {findings} findings on real posts"
        if rule.measured.labeled_posts:
            detected, labeled = rule.measured.detected_posts, rule.measured.labeled_posts
            yield f"- Detects {detected} of {labeled} real posts that are labeled with this fault"
    yield from _section("Why", rule.why)
    advices = [f"- {elide(fill(advice.say, _PROFILE_PLACEHOLDERS))}" for advice in rule.help]
    yield from _section("What to try", "\n".join(advices) if len(advices) > 1 else advices[0][2:])
    yield from _section("Before", _blockquote(rule.before or ""))
    yield from _section("After", _blockquote(rule.after or ""))
    yield from _section("Flagged", "\n\n".join(map(_example, rule.bad)))
    yield from _section("Fine", "\n\n".join(map(_example, rule.good)))
    yield from _section("Options", "\n".join(_options(rule)))
    yield from _section("Source", rule.source or "")


_PROFILE_PLACEHOLDERS = {
    "firm": "your firm",
    "offer": "your offer",
    "clients": "your clients",
    "problem": "your clients’ problem",
    "goal": "your clients’ goal",
}
"""Placeholders for the profile's fields, since a page isn't about one author."""


def _section(title: str, text: str) -> Iterator[str]:
    if text:
        yield ""
        yield f"## {title}"
        yield ""
        yield text.strip()


def _join_code(names: tuple[str, ...]) -> str:
    quoted = [f"`{name}`" for name in names]
    return ", ".join(quoted[:-1]) + " and " * (len(quoted) > 1) + quoted[-1]


def _example(example: Example) -> str:
    if example.posts:
        posts = "\n".join(map(_format_posts, example.posts))
        profile = _profile(example)
        return f"{posts}\n\n({', '.join(profile)})" if profile else posts
    blockquote = _blockquote(example.text)
    details = [f"on {example.platform}"] if example.platform else []
    details += [f"front matter `{key}: {value}`" for key, value in example.frontmatter.items()]
    details += _profile(example)
    return f"{blockquote}\n\n({', '.join(details)})" if details else blockquote


def _blockquote(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().split("\n")) if text else ""


def _profile(example: Example) -> list[str]:
    values = example.profile.model_dump(mode="json", exclude_defaults=True)
    return [f"profile `{key} = {json.dumps(values[key], ensure_ascii=False)}`" for key in values]


def _format_posts(post: ExamplePost) -> str:
    """Return posts of a feed as a list item."""
    details = [f"{post.times} times"] if post.times > 1 else []
    details += [f"on {post.platform}"] if post.platform else []
    if post.date:
        interval = f", one every {post.every:g} days" if post.times > 1 else ""
        details.append(f"{post.date}{interval}")
    metrics = ("minutes", "replies", "leads", "clients", "revenue")
    details += [
        f"{name} {value:g}" for name in metrics if (value := getattr(post, name)) is not None
    ]
    text = " ".join(post.text.split()) if post.text else f"*{post.skipped}*"
    return f"- {text} ({', '.join(details)})" if details else f"- {text}"


def _options(rule: Rule) -> Iterator[str]:
    fields = rule.check_definition.options.model_fields
    for name, value in rule.check_options.model_dump(mode="json").items():
        yield f"- `{name}` ({_format_value(value)}): {fields[name].description or ''}".rstrip()


def _format_value(value: object) -> str:
    """Return an option's value as in a rule file, shortened if it's long."""
    if isinstance(value, dict) and set(value) == {"default"}:
        value = value["default"]
    if value is None:
        return "none"
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        names = [str(item["name"]) for item in value if "name" in item]
        return ", ".join(dict.fromkeys(names)) or f"{len(value)} of them"
    if isinstance(value, dict) and any(isinstance(item, list) for item in value.values()):
        return ", ".join(value)
    if isinstance(value, list) and len(value) > _MAX_ITEMS:
        first_items = json.dumps(value[:_MAX_ITEMS], ensure_ascii=False)[:-1]
        return f"`{first_items}, …]`, {len(value)} in all"
    return f"`{json.dumps(value, ensure_ascii=False)}`"


_MAX_ITEMS = 12


def render_index(rules: Sequence[Rule]) -> str:
    """Return a list of the rules by category, as Markdown."""
    lines = ["# Rules", ""]
    lines += ["Made from the rule files by `python docs/generate.py`.", ""]
    for category, question in CATEGORIES.items():
        members = [rule for rule in rules if rule.category == category]
        if members:
            lines += [f"## {category.capitalize()}", "", question, ""]
            lines += ["| rule | severity | on | confirmed | detected | what it flags |"]
            lines += ["|---|---|---|---|---|---|"]
            lines += map(_row, members)
            lines.append("")
    return "\n".join(lines)


def _row(rule: Rule) -> str:
    confirmed = f"{rule.measured.confirmed} of {rule.measured.findings}" if rule.measured else ""
    detected = ""
    if rule.measured and rule.measured.labeled_posts:
        detected = f"{rule.measured.detected_posts} of {rule.measured.labeled_posts}"
    message = rule.summary.replace("|", "\\|")
    on = "yes" if rule.enabled else "no"
    link, severities = f"[{rule.id}]({rule.id}.md)", describe_severities(rule)
    return f"| {link} | {severities} | {on} | {confirmed} | {detected} | {message} |"


CATEGORIES = {
    "audience": "Is your target market on this platform, and is the post for them?",
    "interaction": "Does it start a conversation?",
    "return": "Are your posts worth the time they take?",
    "focus": "Are you spread too thin?",
    "interest": "Do prospects learn how you can help them?",
    "form": "Is it easy to read on its platform?",
}


_PAGES = "https://github.com/postlint/postlint/blob/main/docs/rules"


def rule_url(rule: Rule) -> str:
    """Return the URL of a rule's page, or of its file if it isn't built in."""
    if rule.path.is_relative_to(resources.folder("rules")):
        return f"{_PAGES}/{rule.id}.md"
    return rule.path.resolve().as_uri()
