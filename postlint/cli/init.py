"""`postlint init`."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

_QUESTIONS = (
    ("firm", "Your firm's name"),
    ("author", "Your name"),
    ("offer", "What you do for clients, in a few words"),
    ("clients", "Who your clients are (separate with commas)"),
    ("problems", "What they struggle with (separate with commas)"),
    ("goals", "What they want to achieve (separate with commas)"),
    ("topics", "What you write about (separate with commas)"),
    ("platforms", "Where your clients are (such as linkedin, x, newsletter; separate with commas)"),
)
_SINGLE_VALUED = ("firm", "offer")


@click.command()
@click.option("--firm", metavar="NAME", help="Your firm's name.")
@click.option("--author", multiple=True, metavar="NAME", help="Your name.")
@click.option("--offer", metavar="WORDS", help="What you do for clients.")
@click.option("--client", "clients", multiple=True, metavar="WHO", help="Who you serve.")
@click.option(
    "--problem", "problems", multiple=True, metavar="WORDS", help="What they struggle with."
)
@click.option("--goal", "goals", multiple=True, metavar="WORDS", help="What they want to achieve.")
@click.option("--topic", "topics", multiple=True, metavar="WORDS", help="What you write about.")
@click.option(
    "--platform",
    "platforms",
    multiple=True,
    metavar="PLATFORM[=WHY]",
    help="Where your clients are, and why.",
)
@click.option(
    "--hook/--no-hook", default=None, help="Print a pre-commit hook, or don't, without asking."
)
@click.option("--no-input", is_flag=True, help="Don't ask anything; use the options only.")
@click.option("--force", is_flag=True, help="Overwrite an existing postlint.toml.")
def init(hook: bool | None, no_input: bool, force: bool, **profile_options: Any) -> None:  # noqa: ANN401
    """Write a postlint.toml with your profile: who you are and who you serve.

    Asks a few questions; press Enter to skip one. Asks nothing with --no-input, or if you use
    options and standard input isn't a terminal. You can repeat the options for your profile,
    except --firm and --offer. If there is a postlint.toml already, --hook only prints the hook.
    """
    from pydantic import ValidationError

    from postlint.config.scaffold import CONFIG_NAME, config_text
    from postlint.core.atomic_write import replace_file
    from postlint.core.errors import PostlintError
    from postlint.core.profile import Profile
    from postlint.core.validation import describe_error

    given = {key: value for key, value in profile_options.items() if value}
    if os.path.lexists(CONFIG_NAME) and not force:
        if hook and not given:
            _print_hook()
            return
        raise PostlintError(
            f"{CONFIG_NAME} already exists; edit it, or use --force to overwrite it"
        )
    asking = not no_input and (sys.stdin.isatty() or not (given or hook is not None))
    answers = _prompt_profile(given) if asking else given
    if "platforms" in answers:
        reasons = (name.partition("=") for name in answers["platforms"])
        answers["platforms"] = {name.strip(): why.strip() for name, _, why in reasons}
    try:
        profile = Profile.model_validate(answers)
    except ValidationError as error:
        raise PostlintError(describe_error(error, lambda _: Profile.model_fields)[1]) from None
    if hook is None and asking:
        hook = click.confirm("Check drafts before each commit (pre-commit)?", default=False)
    with replace_file(CONFIG_NAME) as file:
        file.write(config_text(profile))
    click.echo(f"Wrote {CONFIG_NAME}. It applies to the drafts in this folder and its subfolders.")
    if hook:
        _print_hook()
    click.echo("Next: `postlint check DRAFT.md`.")


def _print_hook() -> None:
    from postlint.config.scaffold import HOOK

    click.echo("Add this to .pre-commit-config.yaml, then run `pre-commit install`:\n")
    click.echo(HOOK)


def _prompt_profile(given: dict[str, Any]) -> dict[str, Any]:
    click.echo("Who are you, and who do you serve? Press Enter to skip a question.")
    answers = dict(given)
    for key, question in _QUESTIONS:
        if key in given:
            continue
        answer = click.prompt(question, default="", show_default=False).strip()
        listed = [part.strip() for part in answer.split(",") if part.strip()]
        if key == "platforms":
            listed = [name for name in map(_prompt_until_known, listed) if name]
        if listed:
            answers[key] = answer if key in _SINGLE_VALUED else listed
    return answers


def _prompt_until_known(platform: str) -> str:
    from postlint.core.platforms import describe_unknown_platform, normalize_platform

    while platform and normalize_platform(platform.split("=")[0]) is None:
        click.echo(f"{describe_unknown_platform(platform)}.")
        platform = click.prompt("Which one do you mean", default="", show_default=False).strip()
    return platform
