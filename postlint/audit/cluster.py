"""Judging the parts of a large feed on the workers of a Dask cluster.

Each part is read, judged and written by one worker, with the same steps as on one machine. What a
worker wrote is there for good: if a worker is lost, its part alone is judged again by another, and
if all is stopped, what is written is not judged again.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

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
from postlint.output_file import replace_file
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

WORKER_TIMEOUT = 60
"""Seconds that a cluster may be without workers, at the start and later."""

_LOOK = 1.0
"""Seconds between two looks at a cluster."""


_LOGGERS = ("asyncio", "distributed", "distributed.client", "tornado", "tornado.application")
"""What logs about lost connections; Dask gives each its own level and handler."""


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
    files: Sequence[Path | Problem],
    job: Job,
    runner: Runner,
    scheduler: str,
    folder: Path,
    worker_timeout: int,
    say: Callable[[str], None],
) -> Iterator[Step]:
    """Yield what comes of records, as if they had been judged here.

    Within a part, what is not judged comes after what is.

    Args:
        files: archives, drafts and folders of them, which all workers must see.
        job: what holds for all of them.
        runner: knows which settings hold for a file.
        scheduler: the address of the cluster's scheduler.
        folder: where the workers write.
        worker_timeout: seconds to wait when the cluster has no workers.
        say: shows the user a line.

    Raises:
        PostlintError: Dask is not installed, the cluster cannot be reached, it has no
            workers, it runs another postlint, or a part fails.
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
    # What it logs is about connections; what the user needs to know is said below.
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    workers = _Workers(client, scheduler, worker_timeout, say)
    with client:
        parts = [part for part, _ in each if isinstance(part, Part)]
        to_do = [part for part in parts if not Path(part.result).exists()]
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
                while not future.done():
                    workers.look()
                    with suppress(Exception, asyncio.CancelledError):  # told by `_check`
                        future.result(timeout=_LOOK)
                _check(future, part)
            for step in table.read(part.result):
                yield _renamed(step, names)


class _Workers:
    """The workers of a cluster, which may all be lost."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 -- Dask has no types
        scheduler: str,
        timeout: int,
        say: Callable[[str], None],
    ) -> None:
        self._client = client
        self._scheduler = scheduler
        self._timeout = timeout
        self._say = say
        self._none_since: float | None = None

    def look(self) -> None:
        """Look whether there are any, and say so if there are none.

        Raises:
            PostlintError: there have been none for too long.
        """
        try:
            there = bool(self._client.nthreads())
        except OSError:
            there = False  # the client tries to reach the scheduler again
        if there:
            self._none_since = None
        elif self._none_since is None:
            self._none_since = monotonic()
            self._say(
                f"the Dask cluster has no workers; waiting up to {self._timeout} seconds for one"
            )
        elif monotonic() - self._none_since >= self._timeout:
            raise PostlintError(
                f"the Dask cluster has no workers (none joined within {self._timeout} seconds); "
                f"start some with `dask worker {self._scheduler}`, or wait longer with "
                "--worker-timeout"
            )


def _check(future: Any, part: Part) -> None:  # noqa: ANN401 -- Dask has no types
    """Raise what went wrong with a part that is done."""
    if future.cancelled():
        raise PostlintError("the connection to the Dask scheduler was lost; run the audit again")
    try:
        future.result()
    except PostlintError:
        raise
    except Exception as error:
        raise PostlintError(
            f"{part.paths[0]} could not be judged on the cluster: {error}"
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
    with replace_file(part.result, binary=True) as file:
        table.write(file, judge(runner, items, job.profile))
    return part.result
