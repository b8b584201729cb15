"""The page about a rule, for `postlint explain` and for the documentation."""

from __future__ import annotations

import json
from collections.abc import Iterator

from postlint.checks.template import elide, fill
from postlint.core import resources
from postlint.rules.advice import PROFILE_FIELDS
from postlint.rules.rule import Example, ExamplePost, Rule


def render_page(rule: Rule) -> str:
    """Return a rule's page as Markdown."""
    # A page isn't about one author, so it has no values from a profile.
    advices = [f"- {elide(fill(advice.say, PROFILE_FIELDS))}" for advice in rule.help]
    sections = {
        "Why": rule.why,
        "What to try": "\n".join(advices) if len(advices) > 1 else advices[0][2:],
        "Before": _blockquote(rule.before or ""),
        "After": _blockquote(rule.after or ""),
        "Flagged": "\n\n".join(map(_example, rule.bad)),
        "Fine": "\n\n".join(map(_example, rule.good)),
        "Options": "\n".join(_options(rule)),
        "Source": rule.source or "",
    }
    lines = [f"# {rule.id}", "", rule.summary, "", *_facts(rule)]
    for title, text in sections.items():
        if text:
            lines += ["", f"## {title}", "", text.strip()]
    return "\n".join(lines) + "\n"


def describe_severities(rule: Rule) -> str:
    """Return how serious a rule is, in words."""
    if isinstance(rule.severity, str):
        return rule.severity
    levels = {**rule.severity}
    default = levels.pop("default")
    return ", ".join([default, *(f"{level} on {name}" for name, level in levels.items())])


def _facts(rule: Rule) -> Iterator[str]:
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


def _join_code(names: tuple[str, ...]) -> str:
    quoted = [f"`{name}`" for name in names]
    return ", ".join(quoted[:-1]) + " and " * (len(quoted) > 1) + quoted[-1]


def _example(example: Example) -> str:
    text = "\n".join(map(_format_posts, example.posts)) or _blockquote(example.text)
    details = [f"on {example.platform}"] if example.platform else []
    details += [f"front matter `{key}: {value}`" for key, value in example.frontmatter.items()]
    details += [
        f"profile `{key} = {json.dumps(value, ensure_ascii=False)}`"
        for key, value in example.profile.model_dump(mode="json", exclude_defaults=True).items()
    ]
    return f"{text}\n\n({', '.join(details)})" if details else text


def _blockquote(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().split("\n")) if text else ""


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
    if isinstance(value, list) and len(value) > _MAX_ITEMS:
        first_items = json.dumps(value[:_MAX_ITEMS], ensure_ascii=False)[:-1]
        return f"`{first_items}, …]`, {len(value)} in all"
    return f"`{json.dumps(value, ensure_ascii=False)}`"


_MAX_ITEMS = 12

_PAGES = "https://github.com/postlint/postlint/blob/main/docs/rules"


def rule_url(rule: Rule) -> str:
    """Return the URL of a rule's page, or of its file if it isn't built in."""
    if rule.path.is_relative_to(resources.folder("rules")):
        return f"{_PAGES}/{rule.id}.md"
    return rule.path.resolve().as_uri()
