"""Running git on hostile repositories: it only reads objects."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from postlint.audit import git as git_module
from postlint.audit.git import OPTIONS, VARIABLES, find_work_tree, run_git
from postlint.audit.git_revision import read_revision
from postlint.core.errors import PostlintError
from postlint.document.source import Source
from tests.audit.test_git_revision import git, texts
from tests.command import spawn

posix = pytest.mark.skipif(sys.platform == "win32", reason="the attacks are shell commands")

PARTIAL = """\
[core]
	repositoryformatversion = 1
	bare = {bare}
[extensions]
	partialClone = evil
[remote "evil"]
	url = {url}
	promisor = true
	partialclonefilter = blob:none
	uploadpack = {command}
[protocol "ext"]
	allow = {allow}
"""
"""A configuration with which git runs a command to fetch what is missing."""


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    """A file that exists if a command of the attacker was run."""
    return tmp_path / "attacked"


@pytest.fixture
def script(tmp_path: Path, mark: Path) -> Path:
    """A command of the attacker."""
    path = tmp_path / "attack"
    path.write_text(f"#!/bin/sh\ntouch '{mark}'\nexit 1\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit and a remote branch at it."""
    top = tmp_path / "clone"
    (top / "drafts").mkdir(parents=True)
    (top / "drafts" / "a.md").write_text("As it was.\n")
    git(top, "init", "-q", "-b", "main")
    commit(top)
    git(top, "update-ref", "refs/remotes/origin/main", "HEAD")
    monkeypatch.chdir(top)
    return top


def commit(top: Path) -> None:
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "Change drafts")


def pretend_bare(folder: Path, script: Path) -> None:
    """Write committed plain files that make a folder look like a bare repository."""
    (folder / "objects").mkdir(parents=True)
    (folder / "refs" / "remotes" / "origin").mkdir(parents=True)
    (folder / "refs" / "heads").mkdir()
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "refs" / "remotes" / "origin" / "main").write_text("1" * 40 + "\n")
    for empty in ("objects", "refs/heads"):
        (folder / empty / ".keep").touch()
    config = PARTIAL.format(bare="true", url=f"ext::{script}", command=script, allow="always")
    (folder / "config").write_text(config)


def lose_a_draft(top: Path, url: str, command: Path, allow: str = "user") -> None:
    """Make a repository a partial clone that lacks the draft and fetches it by a command."""
    done = subprocess.run(
        ["git", "-C", top, "rev-parse", "HEAD:drafts/a.md"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    blob = done.stdout.strip()
    (top / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    config = PARTIAL.format(bare="false", url=url, command=command, allow=allow)
    (top / ".git" / "config").write_text(config)


# A folder that looks like a bare repository.


@posix
@pytest.mark.parametrize(
    ("pretender", "audited", "start", "drafts"),
    [
        ("drafts", "drafts", ".", "ab"),
        ("drafts", "drafts/", ".", "ab"),
        ("drafts", ".", "drafts", "ab"),
        ("drafts", "a.md", "drafts", "a"),
        ("drafts", "drafts/a.md", ".", "a"),
        ("drafts", "drafts/deeper/down", ".", "b"),
        ("drafts", ".", "drafts/deeper/down", "b"),
        ("drafts/posts.git", "drafts/posts.git", ".", ""),
        ("drafts/.git-", "drafts/.git-", ".", ""),
        ("drafts/deeper", "drafts", ".", "ab"),
        ("drafts", "link", ".", "ab"),
        ("drafts", "link/deeper", ".", "b"),
        ("drafts", "drafts/objects", ".", ""),
    ],
)
def test_folder_that_looks_like_a_bare_repository(
    pretender: str, audited: str, start: str, drafts: str, repository: Path, script: Path,
    mark: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (repository / "drafts" / "deeper" / "down").mkdir(parents=True)
    (repository / "drafts" / "deeper" / "down" / "b.md").write_text("Another one.\n")
    (repository / "link").symlink_to("drafts")
    pretend_bare(repository / pretender, script)
    commit(repository)
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD")
    monkeypatch.chdir(repository / start)
    # The drafts come from the repository that they're really in.
    found = texts(audited, revision="origin/main")
    assert sorted(Path(path).stem for path in found) == list(drafts)
    assert not mark.exists()


@posix
def test_audit_of_a_folder_that_looks_like_a_bare_repository(
    repository: Path, script: Path, mark: Path
) -> None:
    pretend_bare(repository / "drafts", script)
    commit(repository)
    done = spawn("audit", "drafts/", "--compare", "origin/main", cwd=repository)
    assert not mark.exists()
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Changes since origin/main" in done.stdout


@posix
def test_folder_outside_a_repository(tmp_path: Path, script: Path, mark: Path) -> None:
    pretend_bare(tmp_path / "drafts", script)
    with pytest.raises(PostlintError, match="isn't in a git repository"):
        texts(str(tmp_path / "drafts"), revision="origin/main")
    assert not mark.exists()


@posix
def test_repository_is_found_without_git(
    repository: Path, script: Path, mark: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This protects even if git honors none of the options."""
    monkeypatch.setattr(git_module, "OPTIONS", ())
    monkeypatch.setattr(git_module, "VARIABLES", {})
    pretend_bare(repository / "drafts", script)
    assert texts("drafts", revision="origin/main") == {"drafts/a.md": "As it was.\n"}
    assert not mark.exists()


@posix
def test_git_ignores_bare_repositories(
    tmp_path: Path, script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_bare(tmp_path / "drafts", script)
    drafts = tmp_path / "drafts"
    assert run_git(drafts, "rev-parse", "--git-dir").returncode != 0
    without(monkeypatch, "safe.bareRepository=explicit")
    assert run_git(drafts, "rev-parse", "--git-dir").returncode == 0


# Attacks through a repository's configuration.


def without(monkeypatch: pytest.MonkeyPatch, protection: str) -> None:
    """Remove one protection."""
    assert protection in (*OPTIONS, *VARIABLES)
    variables = {name: value for name, value in VARIABLES.items() if name != protection}
    monkeypatch.setattr(git_module, "VARIABLES", variables)
    options = list(OPTIONS)
    if protection in options:
        place = options.index(protection)
        del options[place - (options[place - 1] == "-c") : place + 1]
    monkeypatch.setattr(git_module, "OPTIONS", tuple(options))


def only(monkeypatch: pytest.MonkeyPatch, *protections: str) -> None:
    """Remove all protections except some."""
    variables = {name: value for name, value in VARIABLES.items() if name in protections}
    monkeypatch.setattr(git_module, "VARIABLES", variables)
    options = [part for one in OPTIONS if one in protections for part in ("-c", one)]
    monkeypatch.setattr(git_module, "OPTIONS", tuple(options))


@posix
@pytest.mark.parametrize(
    ("url", "allow", "protection"),
    [
        ("ext::{script}", "always", None),
        ("{nowhere}", "user", None),
        ("ext::{script}", "always", "GIT_NO_LAZY_FETCH"),
        ("{nowhere}", "user", "GIT_NO_LAZY_FETCH"),
        ("ext::{script}", "always", "GIT_ALLOW_PROTOCOL"),
        ("{nowhere}", "user", "GIT_ALLOW_PROTOCOL"),
        ("{nowhere}", "user", "protocol.allow=never"),
    ],
)
def test_each_protection_against_fetching_is_sufficient(
    url: str, allow: str, protection: str | None, repository: Path, script: Path, mark: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if protection == "GIT_NO_LAZY_FETCH" and not knows_no_lazy_fetch():
        pytest.skip("this git doesn't know it")
    place = url.format(script=script, nowhere=repository / "nowhere")
    lose_a_draft(repository, place, script, allow)
    only(monkeypatch, *([protection] if protection else []))
    with pytest.raises(PostlintError):
        texts("drafts")
    # Without any protection, the attack works.
    assert mark.exists() is (protection is None)


def knows_no_lazy_fetch() -> bool:
    done = subprocess.run(["git", "--version"], check=True, capture_output=True, text=True)
    numbers = done.stdout.split()[2].split(".")
    return tuple(map(int, numbers[:2])) >= (2, 45) or numbers[:2] == ["2", "39"]


@posix
@pytest.mark.parametrize(
    ("protection", "prepare", "command"),
    [
        ("core.fsmonitor=false", "fsmonitor", ["status"]),
        ("core.hooksPath=/dev/null", "hook", ["update-ref", "refs/heads/new", "HEAD"]),
    ],
)
def test_git_runs_no_program(
    protection: str, prepare: str, command: list[str], repository: Path, script: Path, mark: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if prepare == "fsmonitor":
        git(repository, "config", "core.fsmonitor", str(script))
    else:
        script.rename(repository / ".git" / "hooks" / "reference-transaction")
    top = find_work_tree(repository)
    run_git(top, *command)
    assert not mark.exists()
    without(monkeypatch, protection)
    run_git(top, *command)
    assert mark.exists()


@posix
def test_filters_and_external_diffs_are_not_run(repository: Path, script: Path, mark: Path) -> None:
    (repository / ".gitattributes").write_text("*.md diff=evil filter=evil\n")
    for key in (
        "diff.external", "diff.evil.command", "diff.evil.textconv", "filter.evil.clean",
        "filter.evil.smudge", "filter.evil.process", "core.pager", "pager.ls-tree", "core.askPass",
        "core.sshCommand", "core.gitProxy", "core.editor", "core.alternateRefsCommand",
        "credential.helper", "alias.cat-file",
    ):  # fmt: skip
        git(repository, "config", key, str(script))
    assert texts("drafts") == {"drafts/a.md": "As it was.\n"}
    assert not mark.exists()


def test_replace_refs_are_ignored(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "drafts" / "a.md").write_text("Something else.\n")
    commit(repository)
    git(repository, "replace", "HEAD~1:drafts/a.md", "HEAD:drafts/a.md")
    assert texts("drafts", revision="HEAD~1") == {"drafts/a.md": "As it was.\n"}
    without(monkeypatch, "--no-replace-objects")
    assert texts("drafts", revision="HEAD~1") == {"drafts/a.md": "Something else.\n"}


def test_folder_with_a_special_name(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strange = ":(top)drafts" if sys.platform != "win32" else "[d]rafts"
    (repository / strange).mkdir()
    (repository / strange / "b.md").write_text("Strange.\n")
    commit(repository)
    assert texts(strange) == {f"{strange}/b.md": "Strange.\n"}
    if sys.platform != "win32":
        without(monkeypatch, "--literal-pathspecs")
        assert texts(strange) != {f"{strange}/b.md": "Strange.\n"}


# Attacks through the environment.


@pytest.mark.parametrize(
    "variable",
    [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_INDEX_FILE",
        "GIT_CONFIG", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_PARAMETERS", "GIT_EXEC_PATH",
        "GIT_NAMESPACE", "GIT_CEILING_DIRECTORIES", "GIT_ATTR_SOURCE", "GIT_LITERAL_PATHSPECS",
    ],
)  # fmt: skip
def test_git_variables_have_no_effect(
    variable: str, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(repository))
    assert texts("drafts") == {"drafts/a.md": "As it was.\n"}


@pytest.mark.parametrize(
    "variable", ["GIT_TRACE", "GIT_TRACE2_EVENT", "GIT_TRACE_PACKET", "GIT_TRACE_SETUP"]
)
def test_git_writes_no_file(
    variable: str, repository: Path, mark: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(mark))
    assert texts("drafts") == {"drafts/a.md": "As it was.\n"}
    assert not mark.exists()


@posix
@pytest.mark.parametrize("entry", ["", ".", "drafts/..", "./bin"])
def test_git_is_never_run_from_the_audited_folder(
    entry: str, repository: Path, script: Path, mark: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "bin").mkdir()
    for place in ("git", "bin/git"):
        (repository / place).write_bytes(script.read_bytes())
        (repository / place).chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([entry, os.environ["PATH"]]))
    assert texts("drafts") == {"drafts/a.md": "As it was.\n"}
    assert not mark.exists()


# All kinds of repositories.


def linked(top: Path, folder: Path) -> Path:
    git(top, "worktree", "add", "-q", str(folder), "-b", "other")
    return folder


def linked_to_bare(top: Path, folder: Path) -> Path:
    bare = folder.with_name("bare")
    git(top, "clone", "-q", "--bare", str(top), str(bare))
    git(bare, "worktree", "add", "-q", str(folder), "main")
    return folder


def submodule(top: Path, folder: Path) -> Path:
    folder.mkdir()
    git(folder, "init", "-q")
    git(folder, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(top), "part")
    return folder / "part"


def shallow(top: Path, folder: Path) -> Path:
    git(top, "clone", "-q", "--depth", "1", top.as_uri(), str(folder))
    return folder


def borrowing(top: Path, folder: Path) -> Path:
    git(top, "clone", "-q", "--shared", str(top), str(folder))
    return folder


@pytest.mark.parametrize("make", [linked, linked_to_bare, submodule, shallow, borrowing])
def test_all_kinds_of_repositories(
    make: Callable[[Path, Path], Path], repository: Path, tmp_path: Path
) -> None:
    folder = make(repository, tmp_path / "made") / "drafts"
    (folder / "a.md").write_text("As it is.\n")
    assert texts(str(folder)) == {str(folder / "a.md"): "As it was.\n"}


def test_symbolic_link_into_another_repository(repository: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    git(home, "init", "-q")
    (home / "link").symlink_to(repository / "drafts")
    assert texts(str(home / "link")) == {str(home / "link" / "a.md"): "As it was.\n"}


@pytest.mark.parametrize("filtered", ["blob:none", "tree:0"])
def test_partial_clone_does_not_fetch(
    filtered: str, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "drafts" / "a.md").write_text("As it is.\n")
    commit(repository)
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", f"--filter={filtered}", repository.as_uri(), "partial")
    folder = tmp_path / "partial" / "drafts"
    assert texts(str(folder)) == {str(folder / "a.md"): "As it is.\n"}
    done = spawn("audit", "drafts", "--compare", "HEAD~1", cwd=folder.parent)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"`git fetch --refetch --no-filter`" in done.stderr
    # The suggested command helps.
    git(folder, "fetch", "-q", "--refetch", "--no-filter")
    assert texts(str(folder), revision="HEAD~1") == {str(folder / "a.md"): "As it was.\n"}


def test_another_work_tree_is_not_used(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    git(repository, "config", "core.worktree", str(tmp_path / "elsewhere"))
    with pytest.raises(PostlintError, match="isn't the work tree"):
        texts("drafts")


@pytest.mark.parametrize("content", [None, "gitdir: nowhere\n", "nonsense\n"])
def test_invalid_repository(content: str | None, repository: Path) -> None:
    """The repository above isn't the one that the folder claims to be."""
    if content is None:
        (repository / "drafts" / ".git").mkdir()
    else:
        (repository / "drafts" / ".git").write_text(content)
    with pytest.raises(PostlintError, match=r"--compare: .*(can't use|isn't the work tree)"):
        texts("drafts")


def test_git_folder_is_not_a_work_tree(repository: Path) -> None:
    with pytest.raises(PostlintError, match="isn't in a git repository"):
        texts(".git/objects")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away"
)
def test_repository_of_another_user(repository: Path) -> None:
    for path in (repository, repository / ".git"):
        os.chown(path, 12345, 12345)
    with pytest.raises(PostlintError, match=r"safe\.directory"):
        texts("drafts")


def test_old_draft_that_is_too_large(repository: Path) -> None:
    (repository / "drafts" / "b.md").write_text("Word " * 300_000)
    (repository / "drafts" / "c.md").write_text("After it.\n")
    commit(repository)
    found = {one.path: one for one in read_revision("HEAD", [Path("drafts")])}
    assert isinstance(found["drafts/c.md"], Source)
    assert "too large" in texts("drafts")["drafts/b.md at HEAD"]
