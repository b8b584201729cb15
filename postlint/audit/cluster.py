"""Judging the parts of a large feed on the workers of a Dask cluster.

Each part is read, judged and written by one worker, with the same steps as on one machine. What a
worker wrote is there for good: if a worker is lost, its part alone is judged again by another, and
if all is stopped, what is written is not judged again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from postlint import __version__
from postlint.archives import Columns, read_archive
from postlint.archives.parquet import load as pyarrow
from postlint.audit import table
from postlint.audit.audit import Judged, Step, judge
from postlint.audit.sources import inside, is_read_as_archive, read, unread
from postlint.errors import Notice, PostlintError, Problem
from postlint.files import exists, is_folder
from postlint.fingerprints import fingerprint, of_postlint
from postlint.lines import show_path
from postlint.runner import Runner

if TYPE_CHECKING:
    from postlint.configuration import Wishes
    from postlint.profile import Profile

_GROUPS = 4
"""Row groups of a Parquet file that make one part."""

_DRAFTS = 500
"""Drafts that make one part."""

_RETRIES = 5
"""How often a part is tried again if its worker is lost, or it fails there."""

PATIENCE = 20
"""Seconds that the scheduler may take to answer."""

_JOINING = 60
"""Seconds that the first worker may take to join."""


@dataclass(frozen=True)
class Job:
    """What holds for all parts.

    Attributes:
        columns: the user's names for the columns of tables.
        config: the configuration for all; None for the closest one to each.
        wishes: what the run asks for on top.
        profile: who the author is.
        version: that of postlint.
    """

    columns: Columns
    config: Path | None
    wishes: Wishes
    profile: Profile
    version: str = __version__


@dataclass(frozen=True)
class Part:
    """Something that one worker does.

    Attributes:
        paths: the files that it reads, by names that hold on all machines.
        rows: of one Parquet file, the first row group and the first not any more; None for all.
        result: where it writes what it finds.
    """

    paths: tuple[str, ...]
    rows: tuple[int, int] | None
    result: str


def judge_on_cluster(
    files: Sequence[Path | Problem], job: Job, runner: Runner, scheduler: str, folder: Path
) -> Iterator[Step]:
    """Yield what comes of records, as if they had been judged here.

    Within a part, what is not judged comes after what is.

    Args:
        files: archives, drafts and folders of them, which all workers must see.
        job: what holds for all of them.
        runner: knows which settings hold for a file.
        scheduler: the address of the cluster's scheduler.
        folder: where the workers write.

    Raises:
        PostlintError: Dask is not installed, the cluster cannot be reached, it runs another
            postlint, or a part fails.
    """
    try:
        from distributed import Client
    except ImportError:
        raise PostlintError("--engine dask needs more: pip install 'postlint[dask]'") from None
    pyarrow()
    home = folder.resolve()
    home.mkdir(parents=True, exist_ok=True)
    each = [part for file in files for part in _parts_of(file, job, runner, home)]
    try:
        client: Any = Client(scheduler, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        raise PostlintError(
            f"--scheduler {scheduler}: no Dask scheduler answers there ({error})"
        ) from None
    with client:
        parts = [part for part, _ in each if isinstance(part, Part)]
        to_do = [part for part in parts if not Path(part.result).exists()]
        if to_do:
            _wait_for_workers(client)
        futures = {
            part.result: client.submit(
                judge_part, part, job, key=f"postlint-{Path(part.result).stem}",
                retries=_RETRIES, pure=False,
            )
            for part in to_do
        }  # fmt: skip
        for part, names in each:
            if isinstance(part, Problem | Notice):
                yield part
                continue
            if (future := futures.pop(part.result, None)) is not None:
                _wait_for(future, part)
            for step in table.read(part.result):
                yield _renamed(step, names)


def _wait_for(future: Any, part: Part) -> None:  # noqa: ANN401 -- Dask has no types
    try:
        future.result()
    except PostlintError:
        raise
    except Exception as error:
        raise PostlintError(
            f"{part.paths[0]} could not be judged on the cluster: {error}"
        ) from None


def _wait_for_workers(client: Any) -> None:  # noqa: ANN401 -- Dask has no types
    try:
        client.wait_for_workers(1, timeout=_JOINING)
    except TimeoutError:
        raise PostlintError(
            f"the Dask cluster has no workers (none joined within {_JOINING} seconds)"
        ) from None


Names = tuple[str, str]
"""What a path begins with on all machines, and with the user's own word for it."""


def _parts_of(
    file: Path | Problem, job: Job, runner: Runner, home: Path
) -> Iterator[tuple[Part | Problem | Notice, Names]]:
    """Yield the parts of what the user names."""
    if isinstance(file, Problem):
        yield file, ("", "")
        return
    real = file.resolve()
    names = str(real), str(file)
    if not is_folder(real):
        is_archive = exists(real) and is_read_as_archive(real, job.columns)
        drafts, archives = ([], [real]) if is_archive else ([real], [])
        yield from _parts(drafts, archives, names, job, runner, home)
        return
    found, archives = inside(real, job.columns, runner.finder)
    for item in found:
        if isinstance(item, Problem):
            yield replace(item, path=_word(item.path, names)), names
    drafts = [item for item in found if isinstance(item, Path)]
    yield from _parts(drafts, archives, names, job, runner, home)
    for notice in unread(real, job.columns, runner.finder, archives):
        yield replace(notice, path=_word(notice.path, names)), names


def _parts(
    drafts: Sequence[Path],
    archives: Sequence[Path],
    names: Names,
    job: Job,
    runner: Runner,
    home: Path,
) -> Iterator[tuple[Part, Names]]:
    rest = iter(drafts)
    while batch := list(islice(rest, _DRAFTS)):
        yield _part(batch, None, job, runner, home), names
    for archive in archives:
        for rows in _row_groups(archive):
            yield _part([archive], rows, job, runner, home), names


def _part(
    files: Sequence[Path], rows: tuple[int, int] | None, job: Job, runner: Runner, home: Path
) -> Part:
    """Return a part; the same files, read and judged in the same way, have the same result."""
    key = fingerprint(
        of_postlint(),
        rows,
        asdict(job.columns),
        asdict(job.wishes),
        job.profile.model_dump(mode="json"),
        [[str(file), _state(file), runner.finder.fingerprint(str(file)).hex()] for file in files],
    )
    result = home / f"part-{key.hex()[:24]}.parquet"
    return Part(tuple(map(str, files)), rows, str(result))


def _state(file: Path) -> list[object]:
    """Return size and time of a file, and of the scripts beside one: X's export has several."""
    beside = sorted(file.parent.glob("*.js")) if file.suffix == ".js" else []
    found: list[object] = []
    for one in (file, *beside):
        try:
            status = one.stat()
        except OSError:
            continue  # what cannot be read is said when it is read
        found.append([one.name, status.st_size, status.st_mtime_ns])
    return found


def _row_groups(file: Path) -> Iterator[tuple[int, int] | None]:
    """Yield the stretches of a Parquet file that are parts of their own; None for other files."""
    arrow = pyarrow()
    try:
        with arrow.parquet.ParquetFile(file) as parquet:
            groups = parquet.num_row_groups
    except (OSError, arrow.ArrowException):
        groups = 0
    if groups <= _GROUPS:
        yield None
        return
    for first in range(0, groups, _GROUPS):
        yield first, min(first + _GROUPS, groups)


def _renamed(step: Step, names: Names) -> Step:
    """Return what came of a record with the user's own word for its file."""
    if not isinstance(step, Judged):
        return replace(step, path=_word(step.path, names))
    post, report = step.post, step.report
    shown = show_path(names[0]), show_path(names[1])
    return Judged(
        replace(
            post,
            id=_word(post.id, names),
            path=_word(post.path, names),
            name=_word(post.name, shown),
        ),
        replace(report, source=replace(report.source, path=_word(report.path, names))),
    )


def _word(path: str, names: Names) -> str:
    real, word = names
    if not path.startswith(real):
        return path
    rest = path[len(real) :]
    return rest.removeprefix(os.sep) if word == "." and rest else word + rest


def judge_part(part: Part, job: Job) -> str:
    """Judge a part and write what comes of it; this is what a worker does.

    A result appears under its name only when it is whole.
    """
    if Path(part.result).exists():
        # Dask asks again for what it has lost with a worker; what is written is not lost.
        return part.result
    if job.version != __version__:
        raise PostlintError(
            f"a worker has postlint {__version__} and this is {job.version}: install the same "
            "version on all machines"
        )
    runner = Runner(job.config, job.wishes, jobs=1)
    paths = list(map(Path, part.paths))
    items = (
        read(paths, job.columns)
        if part.rows is None
        else read_archive(paths[0], job.columns, rows=part.rows)
    )
    unfinished = Path(f"{part.result}.{uuid4().hex}.tmp")
    try:
        table.write(str(unfinished), judge(runner, items, job.profile))
        unfinished.replace(part.result)
    finally:
        unfinished.unlink(missing_ok=True)
    return part.result
