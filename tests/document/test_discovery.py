"""Tests of the discovery of drafts."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from postlint.core.errors import LintFailure
from postlint.document.discovery import SkippedFiles, find_drafts, read_sources
from postlint.document.source import Source

Tree = Callable[..., Path]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Return a function that writes files to a folder: `name`, or `name=text`."""

    def write(*names: str, **texts: str) -> Path:
        for name, text in {**dict.fromkeys(names, ""), **texts}.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def found_paths(folder: Path, *paths: Path) -> list[str]:
    """Return the paths of the drafts found, relative to the folder."""
    items = list(find_drafts(paths or [folder]))
    assert not [item for item in items if isinstance(item, LintFailure)]
    return [item.relative_to(folder).as_posix() for item in items if isinstance(item, Path)]


def test_discovery_finds_drafts_by_suffix_in_order(tree: Tree) -> None:
    folder = tree(
        "b.md", "a.markdown", "B.MDX", "sub/c.txt", "sub/deep/d.md", "another/e.Md",
        "f.rst", "g.md.bak", "h.html", "md", "i",
    )  # fmt: skip
    assert found_paths(folder) == [
        "B.MDX", "a.markdown", "b.md", "another/e.Md", "sub/c.txt", "sub/deep/d.md",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "with blank.md", "[brackets].md", "{braces}, comma.md", "naïve 日本 🎉.md", "-dash.md",
        "quote'\".md", "a.b.c.md", "star*.md", "folder [x]/y z.md", "new\nline.md", "#hash.md",
    ],
)  # fmt: skip
def test_discovery_finds_files_with_odd_names(tree: Tree, name: str) -> None:
    folder = tree(**{name: "Hi."})
    assert found_paths(folder) == [name]
    assert list(read_sources(find_drafts([folder]))) == [Source(str(folder / name), "Hi.")]


@pytest.mark.parametrize(
    "folder",
    [".hidden", ".venv", ".git", "venv", "node_modules", "__pycache__", "sub/node_modules/x"],
)
def test_hidden_and_installed_folders_are_skipped_unless_given(tree: Tree, folder: str) -> None:
    root = tree(f"{folder}/a.md", "b.md")
    assert found_paths(root) == ["b.md"]
    assert found_paths(root, root / folder) == [f"{folder}/a.md"]
    assert found_paths(root, root / folder / "a.md") == [f"{folder}/a.md"]


@pytest.mark.parametrize(
    "name",
    [
        "README.md", "readme.txt", "Readme.markdown", "README.de.md", "README_old.md",
        "LICENSE.md", "LICENCE.txt", "license.md", "LICENSE-MIT.txt", "CHANGELOG.md",
        "CONTRIBUTING.md", "requirements.txt", "requirements-dev.txt", "requirements_test.txt",
        ".hidden.md", "robots.txt", "llms.txt", "llms-full.txt", "humans.txt", "security.txt",
        "ads.txt", "app-ads.txt", "OFL.txt", "Inter-OFL.txt", "OFL-FAQ.txt", "FONTLOG.txt",
        "UFL.txt", "Inter-LICENSE.txt", "Open Sans License.txt", "TODO.md", "todo.txt", "AGENTS.md",
        "CLAUDE.md", "CLAUDE.local.md", "GEMINI.md", "SKILL.md", "copilot-instructions.md",
        "style.instructions.md", "CODE_OF_CONDUCT.md", "code-of-conduct.md", "SECURITY.md",
        "SUPPORT.md", "GOVERNANCE.md", "AUTHORS.txt", "CONTRIBUTORS.md", "NOTICE.txt",
        "COPYING.txt",
        "HISTORY.md", "NEWS.md", "RELEASES.md", "ROADMAP.md", "MAINTAINERS.md", "LICENSES.md",
        "PULL_REQUEST_TEMPLATE.md", "issue_template.md", "CODEOWNERS.txt", "constraints.txt",
        "dev-requirements.txt", "CMakeLists.txt", "packages.txt", "THIRD_PARTY_NOTICES.md",
    ],
)  # fmt: skip
def test_project_files_are_skipped_unless_given(tree: Tree, name: str) -> None:
    folder = tree(name, f"sub/{name}", "post.md")
    assert found_paths(folder) == ["post.md"]
    assert found_paths(folder, folder / name) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "licensed.md", "my-readme.md", "requirements.md", "readmes.md", "news.md", "security.md",
        "support.md", "history.md", "agents.md", "notice.md", "robots.md", "humans.md", "ads.md",
        "todo-lists.md", "security-for-teachers.txt", "why-we-changed-our-license.md", "skill.md",
        "release-notes-readers-like.md", "claude-in-the-office.md", "roadmap.md", "SEO.md",
        *(
            pytest.param(name,)
            for name in (
                "contributing-to-your-community.md", "license-to-bill.md",
                "changelog-driven-selling.md", "readme-first-an-open-letter.md",
            )
        ),
    ],
)  # fmt: skip
def test_posts_with_names_similar_to_project_files_are_found(tree: Tree, name: str) -> None:
    assert found_paths(tree(name)) == [name]


def test_given_file_is_read_with_any_name(tree: Tree) -> None:
    folder = tree("notes.rst", "ignored.md", **{".gitignore": "*.md"})
    assert found_paths(folder, folder / "notes.rst", folder / "ignored.md") == [
        "notes.rst",
        "ignored.md",
    ]


@pytest.mark.parametrize(
    ("ignore", "expected"),
    [
        ({".gitignore": "a.md\n"}, ["b.md", "sub/c.md"]),
        ({".gitignore": "/a.md\r\n"}, ["b.md", "sub/a.md", "sub/c.md"]),
        ({".gitignore": "sub/\n"}, ["a.md", "b.md"]),
        ({".gitignore": "sub\n!sub/a.md\n"}, ["a.md", "b.md"]),
        ({".gitignore": "*.md\n!b.md\n"}, ["b.md"]),
        ({".gitignore": "# *.md\n\n  \n"}, ["a.md", "b.md", "sub/a.md", "sub/c.md"]),
        ({".gitignore": "**/a.md"}, ["b.md", "sub/c.md"]),
        ({"sub/.gitignore": "a.md"}, ["a.md", "b.md", "sub/c.md"]),
        ({"sub/.gitignore": "/c.md"}, ["a.md", "b.md", "sub/a.md"]),
        ({".gitignore": "*.md", "sub/.gitignore": "!c.md"}, ["sub/c.md"]),
        ({".gitignore": "!a.md", "sub/.gitignore": "a.md"}, ["a.md", "b.md", "sub/c.md"]),
        ({".gitignore": "\xff\n[\na.md"}, ["b.md", "sub/c.md"]),
        ({".gitignore": "\ufeffa.md"}, ["b.md", "sub/c.md"]),
        *(
            ({".gitignore": f"{pattern}\na.md"}, ["b.md", "sub/c.md"])
            for pattern in ("!", "b\\", "[z-a]")
        ),
    ],
)
def test_gitignored_files_are_skipped(
    tree: Tree, ignore: dict[str, str], expected: Sequence[str]
) -> None:
    assert found_paths(tree("a.md", "b.md", "sub/a.md", "sub/c.md", **ignore)) == expected


def test_gitignore_applies_from_the_repository_root(tree: Tree) -> None:
    root = tree(
        ".git/HEAD", "posts/a.md", "posts/b.md", "posts/c.md", "posts/d.md",
        **{".gitignore": "*.md\n!d.md\n", "posts/.gitignore": "!a.md\n"},
    )  # fmt: skip
    assert found_paths(root, root / "posts") == ["posts/a.md", "posts/d.md"]


def test_gitignore_outside_of_a_repository_is_ignored(tree: Tree) -> None:
    root = tree("posts/a.md", "repo/.git/HEAD", "repo/b.md", **{".gitignore": "*.md"})
    assert found_paths(root, root / "posts") == ["posts/a.md"]
    assert found_paths(root, root / "repo") == ["repo/b.md"]


def test_gitignore_applies_to_a_folder_given_by_another_path(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree(".git/HEAD", "posts/a.md", "posts/b.md", "x/c.md", **{".gitignore": "/posts/a.md"})
    monkeypatch.chdir(root / "x")
    assert list(find_drafts([Path("../posts")])) == [Path("../posts/b.md")]
    monkeypatch.chdir(root / "posts")
    assert list(find_drafts([Path()])) == [Path("b.md")]


def test_discovery_yields_each_file_once_in_the_given_order(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree("a.md", "b.md", "sub/c.md")
    monkeypatch.chdir(root)
    named = [Path("sub"), Path("b.md"), Path(), Path("sub/../b.md"), root / "a.md", Path("b.md")]
    assert list(find_drafts(named)) == [Path("sub/c.md"), Path("b.md"), Path("a.md")]


def test_link_and_its_target_are_one_file(tree: Tree) -> None:
    folder = tree("b.md")
    (folder / "a.md").symlink_to("b.md")
    assert found_paths(folder) == ["a.md"]


def test_linked_folders_are_not_walked_and_cannot_loop(tree: Tree) -> None:
    folder = tree("sub/a.md")
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "twin").symlink_to(folder / "sub")
    assert found_paths(folder) == ["sub/a.md"]
    assert found_paths(folder, folder / "twin") == ["twin/a.md"]


def test_empty_folder_has_no_drafts(tmp_path: Path) -> None:
    assert found_paths(tmp_path) == []


def problems(*paths: Path) -> list[LintFailure]:
    return [item for item in read_sources(find_drafts(paths)) if isinstance(item, LintFailure)]


@pytest.mark.parametrize(
    "name",
    [
        "nowhere.md",
        "no/where.md",
        "a.md/b.md",
    ],
    ids=lambda name: name[:20],
)
def test_missing_path_is_a_failure_and_others_are_read(tree: Tree, name: str) -> None:
    folder = tree(**{"a.md": "Hi."})
    items = list(read_sources(find_drafts([folder / name, folder / "a.md"])))
    assert items == [
        LintFailure(str(folder / name), "no such file or folder"),
        Source(str(folder / "a.md"), "Hi."),
    ]


def test_impossible_file_name_is_a_failure(tree: Tree) -> None:
    (problem,) = problems(tree() / ("a" * 300 + ".md"))
    assert re.fullmatch(r"can't be read \(.+\)", problem.message)


def test_unreadable_files_are_failures_in_order(tree: Tree) -> None:
    folder = tree("a.md", "c.md")
    (folder / "b.md").write_bytes(b"ab\xff")
    (folder / "d.md").symlink_to("nowhere.md")
    items = list(read_sources(find_drafts([folder])))
    assert [type(item) for item in items] == [Source, LintFailure, Source, LintFailure]
    assert problems(folder) == [
        LintFailure(str(folder / "b.md"), "not UTF-8 (byte 3); save it as UTF-8"),
        LintFailure(str(folder / "d.md"), "can't be read (No such file or directory)"),
    ]


no_root = pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() == 0, reason="root reads everything"
)


@no_root
def test_file_without_permission_is_a_failure(tree: Tree) -> None:
    folder = tree("a.md", "sub/b.md")
    (folder / "a.md").chmod(0)
    (folder / "sub").chmod(0)
    try:
        failures = problems(folder)
    finally:
        (folder / "sub").chmod(0o700)
    assert [problem.path for problem in failures] == [str(folder / "a.md"), str(folder / "sub")]


@no_root
@pytest.mark.parametrize("name", ["sub", "sub/b.md"])
def test_given_file_without_permission_is_a_failure(tree: Tree, name: str) -> None:
    folder = tree("sub/b.md")
    (folder / "sub").chmod(0)
    try:
        failures = problems(folder / name)
    finally:
        (folder / "sub").chmod(0o700)
    assert [problem.path for problem in failures] == [str(folder / name)]


def test_link_to_itself_is_a_failure(tree: Tree) -> None:
    folder = tree("b.md")
    (folder / "a.md").symlink_to("a.md")
    assert [problem.path for problem in problems(folder)] == [str(folder / "a.md")]


pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
devices = pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such devices here")


@pipes
def test_named_pipe_in_a_folder_is_skipped(tree: Tree) -> None:
    folder = tree("b.md")
    os.mkfifo(folder / "a.md")
    assert found_paths(folder) == ["b.md"]


@pipes
def test_skipped_files_are_listed_with_reasons(tree: Tree) -> None:
    folder = tree(
        "README.md", "TODO.md", "robots.txt", "OFL.txt", "a.md", "venv/b.md", "x.html",
        **{".gitignore": "a.md"},
    )  # fmt: skip
    os.mkfifo(folder / "pipe.md")
    skipped = SkippedFiles()
    assert list(find_drafts([folder], skipped=skipped)) == []
    assert str(skipped).replace(f"{folder}/", "") == (
        "4 named like a project file (OFL.txt, README.md, TODO.md, …), "
        "1 listed in .gitignore (a.md), 1 in a folder that postlint skips (venv/)"
    )
    assert skipped.special == [str(folder / "pipe.md")]


def test_gitignored_start_folder_has_no_drafts(tree: Tree) -> None:
    folder = tree(".git/HEAD", "out/posts/a.md", **{".gitignore": "/out/"})
    skipped = SkippedFiles()
    assert list(find_drafts([folder / "out" / "posts"], skipped=skipped)) == []
    assert "1 listed in .gitignore" in str(skipped)


def test_large_file_is_refused_by_its_size(tree: Tree) -> None:
    folder = tree("a.md")
    with (folder / "a.md").open("wb") as file:
        file.truncate(3_000_000_000)
    (problem,) = problems(folder)
    assert problem.message == (
        "too large for a post (3,000.0 MB, the limit is 1 MB); split it into one file per post"
    )


@devices
def test_given_endless_device_is_a_failure() -> None:
    (problem,) = problems(Path("/dev/zero"))
    assert problem.message.startswith("too large for a post (more than 1 MB)")


@devices
@pytest.mark.parametrize("kind", ["device", "pipe"])
def test_gitignore_that_is_not_a_file_is_a_failure(tree: Tree, kind: str) -> None:
    folder = tree("a.md")
    if kind == "pipe":
        os.mkfifo(folder / ".gitignore")
    else:
        (folder / ".gitignore").symlink_to("/dev/zero")
    items = list(find_drafts([folder]))
    reason = f"can't be read (it is a {kind}, not a file); postlint doesn't skip the files it lists"
    assert items == [LintFailure(str(folder / ".gitignore"), reason), folder / "a.md"]


def test_large_gitignore_is_a_failure(tree: Tree) -> None:
    folder = tree("a.md", **{".gitignore": "x" * 1_100_000, "sub/.gitignore": "x" * 1_001})
    failures = [item for item in find_drafts([folder]) if isinstance(item, LintFailure)]
    assert [problem.path for problem in failures] == [
        str(folder / ".gitignore"),
        str(folder / "sub" / ".gitignore"),
    ]
    assert "too large" in failures[0].message
    assert "longer than 1,000 characters" in failures[1].message


def test_gitignore_patterns_take_linear_time(tree: Tree) -> None:
    name = "a" * 200 + ".md"
    assert found_paths(tree(name, **{".gitignore": "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b\n"})) == [name]


class CountingFilter:
    """A file filter that counts its calls."""

    def __init__(self) -> None:
        self.asked = 0

    def excludes(self, path: str, *, folder: bool = False) -> bool:
        self.asked += 1
        return False

    def includes(self, path: str) -> bool | None:
        self.asked += 1
        return None


def nested(root: Path, depth: int) -> Path:
    here = root
    for _ in range(depth):
        here = here / "d"
        here.mkdir()
    (here / "a.md").write_text("Hi.")
    return here / "a.md"


@pytest.mark.skipif(os.name == "nt", reason="names of files are shorter there")
def test_file_filter_is_called_once_per_nested_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = nested(tmp_path, 500)
    wanted = CountingFilter()
    resolved: list[object] = []
    real = os.path.realpath

    def counted(path: str) -> str:
        resolved.append(path)
        return real(path)

    monkeypatch.setattr(os.path, "realpath", counted)
    assert list(find_drafts([tmp_path], wanted)) == [draft]
    assert wanted.asked == 502
    assert len(resolved) <= 2


@pytest.mark.skipif(os.name == "nt", reason="names of files are shorter there")
def test_folders_beyond_the_longest_path_are_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(30):
        Path("d" * 200).mkdir()
        os.chdir("d" * 200)
    Path("a.md").write_text("Hi.")
    (problem,) = problems(tmp_path)
    assert re.fullmatch(r"can't be read \(.+\)", problem.message)
