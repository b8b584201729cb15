"""The profile on the page: what applies, and saving it as `postlint.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from postlint.config import read_settings
from postlint.web.profile_form import read_profile_form, save_profile
from tests.command import SELF_FOCUSED
from tests.web.write_process import Page, connected, serving, writing

asynchronous = pytest.mark.asyncio

FIELDS: dict[str, Any] = {
    "firm": 'Meier "Hosting" AG',
    "offer": "always-on servers",
    "clients": ["dental clinics", " "],
    "problems": [],
    "platforms": ["LinkedIn", "mastodon"],
}

ABOUT_THE_FIRM = 'Meier "Hosting" AG won a prize in Vienna.'


async def abouts(page: Page, uri: str) -> list[str]:
    """Return who each sentence of a draft is about."""
    return [sentence["about"] for sentence in (await page.report(uri))["sentences"]]


def saved(folder: Path, fields: object = FIELDS) -> Path:
    """Save a profile for a draft in a folder, and return the file."""
    response = save_profile(folder / "draft.md", fields)
    assert response["status"] == "saved", response
    return Path(response["file"])


def refused(folder: Path, fields: object = FIELDS) -> str:
    """Fail to save a profile for a draft in a folder, and return the message."""
    response = save_profile(folder / "draft.md", fields)
    assert response["status"] == "error"
    message: str = response["message"]
    assert "\n" not in message
    return message


# Through a page


@asynchronous
async def test_saved_profile_applies_to_open_pages_at_once(tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        async with connected(address) as one, connected(address) as other:
            session = await one.request("postlint/session", {})
            assert session["profile"] == {
                "file": None,
                "fields": {
                    "firm": "", "offer": "", "clients": [], "problems": [], "platforms": [],
                },
                "canSave": True,
            }  # fmt: skip
            uri = await other.open(ABOUT_THE_FIRM)
            await other.wait_for("textDocument/publishDiagnostics")
            assert await abouts(other, uri) == ["other"]
            response = await one.request("postlint/saveProfile", {"fields": FIELDS})
            assert response == {"status": "saved", "file": str(tmp_path / "postlint.toml")}
            await other.wait_for("textDocument/publishDiagnostics")
            assert await abouts(other, uri) == ["author"]
            profile = (await one.request("postlint/session", {}))["profile"]
            assert profile["file"] == str(tmp_path / "postlint.toml")
            assert profile["canSave"] is False
            assert profile["fields"] == {
                **FIELDS,
                "clients": ["dental clinics"],
                "platforms": ["linkedin", "mastodon"],
            }


@asynchronous
async def test_profile_applies_before_it_is_saved(tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        async with connected(address) as page:
            settings = {"profile": {"firm": FIELDS["firm"]}}
            await page.notify("workspace/didChangeConfiguration", {"settings": settings})
            assert await abouts(page, await page.open(ABOUT_THE_FIRM)) == ["author"]


@asynchronous
async def test_profile_is_saved_next_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    with writing(tmp_path, "posts/tea.md") as (address, _):
        async with connected(address) as page:
            await page.request("postlint/saveProfile", {"fields": FIELDS})
    assert (tmp_path / "posts" / "postlint.toml").exists()
    assert not (tmp_path / "postlint.toml").exists()


# Files


def test_configuration_in_a_folder_above_still_applies(tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text('ignore = ["self-focused"]\n')
    folder = tmp_path / "posts" / "2026"
    folder.mkdir(parents=True)
    settings = read_settings(saved(folder))
    assert settings.ignore == ("self-focused",)
    assert settings.profile.firm == FIELDS["firm"]
    assert (tmp_path / "postlint.toml").read_text() == 'ignore = ["self-focused"]\n'


def test_project_file_still_applies(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.postlint]\nignore = ["self-focused"]\n')
    settings = read_settings(saved(tmp_path))
    assert settings.ignore == ("self-focused",)
    assert settings.profile.firm == FIELDS["firm"]


@pytest.mark.parametrize(
    "before",
    [
        "",
        '# Mine.\nignore = ["self-focused"] # all',
        '[rule.no-question]\r\nseverity = "info"\r\n',
        '\ufeff[profile] # Who am I?\n# firm = "Meier"\n\n[rule.no-question]\nenabled = false\n',
        "[profile]",
    ],
)
def test_rest_of_the_configuration_is_untouched(before: str, tmp_path: Path) -> None:
    config = tmp_path / "postlint.toml"
    config.write_bytes(before.encode())
    assert saved(tmp_path) == config
    after = config.read_bytes().decode()
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert ("\r\n" in after) == ("\r\n" in before)
    assert after.count("\r") == after.count("\r\n")
    assert ("\n" not in after.replace("\r\n", "")) == ("\r\n" in before)
    assert read_settings(config).profile.clients == ("dental clinics",)


def test_existing_profile_is_not_overwritten(tmp_path: Path) -> None:
    config = tmp_path / "postlint.toml"
    config.write_text('[profile]\nfirm = "Huber"\n')
    folder = tmp_path / "posts"
    folder.mkdir()
    for draft in (tmp_path, folder):
        assert read_profile_form(draft / "draft.md")["canSave"] is False
        assert refused(draft) == f"{config} has a profile already; edit that file"
    assert config.read_text() == '[profile]\nfirm = "Huber"\n'
    assert list(folder.iterdir()) == []


def test_profile_that_is_extended_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text('[profile]\nfirm = "Huber"\n')
    (tmp_path / "postlint.toml").write_text('extend = "base.toml"\n')
    assert refused(tmp_path) == f"{tmp_path / 'base.toml'} has a profile already; edit that file"


@pytest.mark.parametrize(
    "before", ["profile = {}\n", 'split = """\n[profile]\n"""\n', '["profile"]\n']
)
def test_configuration_that_cannot_be_extended_is_untouched(before: str, tmp_path: Path) -> None:
    config = tmp_path / "postlint.toml"
    config.write_text(before)
    assert str(config) in refused(tmp_path)
    assert config.read_text() == before


def test_broken_configuration_is_an_error(tmp_path: Path) -> None:
    config = tmp_path / "postlint.toml"
    config.write_text("ignore = 3\n")
    form = read_profile_form(tmp_path / "draft.md")
    assert (form["canSave"], form["fields"]) == (False, {})
    assert form["message"].startswith(f"{config}:1:1: ")
    assert refused(tmp_path) == form["message"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "fill in at least one field"),
        (None, "fill in at least one field"),
        ({"firm": " ", "clients": [""], "platforms": []}, "fill in at least one field"),
        ({"firm": 3}, "`firm` must be text"),
        ({"clients": [3]}, "`clients` must be text"),
        ({"platforms": ["linkdin"]}, "did you mean `linkedin`?"),
        ({"jargon": ["failover"]}, "the form has no field `jargon`"),
        ({"firm": "x" * 501}, "`firm` must have at most 500 characters"),
    ],
)
def test_invalid_fields_are_refused(fields: object, says: str, tmp_path: Path) -> None:
    assert says in refused(tmp_path, fields)
    assert list(tmp_path.iterdir()) == []


def test_folder_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    assert "can't be written" in refused(tmp_path / "missing")


@asynchronous
async def test_saving_a_draft_still_works_next_to_a_profile(tmp_path: Path) -> None:
    with serving(tmp_path, "post.md") as address:
        async with connected(address) as page:
            await page.request("postlint/saveProfile", {"fields": FIELDS})
            assert await page.request("postlint/save", {"text": SELF_FOCUSED}) == {
                "status": "saved"
            }
