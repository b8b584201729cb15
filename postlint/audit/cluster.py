"""Judging the parts of a large feed on the workers of a Dask cluster.

One worker reads, judges, and writes each part, with the same steps as on one machine. Results are
kept: if a worker is lost, another one judges only its part again, and if everything is stopped, a
new run doesn't judge the parts with a result again.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from postlint import __version__
from postlint.audit import post_table as table
from postlint.audit.auditor import RecordResult, ScoredPost, score_posts
from postlint.audit.sources import find_sources, is_read_as_archive, read, unread_tables
from postlint.config.provider import ConfiguredSettings
from postlint.core.atomic_write import replace_file
from postlint.core.digests import fingerprint, postlint_digest
from postlint.core.errors import LintFailure, Notice, PostlintError
from postlint.core.files import exists, is_folder
from postlint.core.terminal_text import display_path
from postlint.importers import IMPORTERS, Columns, Importers, read_archive
from postlint.importers.formats.parquet import load_pyarrow
from postlint.linter.linter import Linter

if TYPE_CHECKING:
    from postlint.config import CliOverrides
    from postlint.core.profile import Profile

_ROW_GROUPS_PER_PARTITION = 4
"""How many row groups of a Parquet file make one part."""

_DRAFTS_PER_PARTITION = 500
"""How many drafts make one part."""

_RETRIES = 5
"""How often a part is retried if its worker is lost or fails."""

CONNECT_TIMEOUT = 20
"""How many seconds to wait for the scheduler to answer."""

WORKER_TIMEOUT = 60
"""How many seconds a cluster may have no workers, at the start and later."""

_POLL_SECONDS = 1.0
"""How many seconds to wait between checks for workers."""


_LOGGERS = ("asyncio", "distributed", "distributed.client", "tornado", "tornado.application")
"""Loggers of lost connections; Dask sets a level and a handler for each."""


@dataclass(frozen=True)
class Job:
    """What all parts share.

    Attributes:
        columns: the user's names for the columns of tables.
        config: the configuration file; None for the nearest one to each post.
        cli_overrides: options of the command line.
        profile: the author's profile.
        version: postlint's version.
        importers: the formats of archives to read.
    """

    columns: Columns
    config: Path | None
    cli_overrides: CliOverrides
    profile: Profile
    version: str = __version__
    importers: Importers = field(default_factory=lambda: IMPORTERS)


@dataclass(frozen=True)
class Partition:
    """A unit of work for one worker.

    Attributes:
        paths: the files to read, with paths that are valid on all machines.
        rows: the range of row groups of a Parquet file (start, stop); None for all.
        result: the file to write.
    """

    paths: tuple[str, ...]
    rows: tuple[int, int] | None
    result: str


def score_on_cluster(
    files: Sequence[Path | LintFailure],
    job: Job,
    settings: ConfiguredSettings,
    scheduler: str,
    folder: Path,
    worker_timeout: int,
    echo: Callable[[str], None],
) -> Iterator[RecordResult]:
    """Yield the results for records, as if they were judged on this machine.

    Within a part, other results come after judged posts.

    Args:
        files: archives, drafts, and folders; all workers need access to them.
        job: what all parts share.
        settings: knows the settings for each file.
        scheduler: the address of the cluster's scheduler.
        folder: where workers write their results.
        worker_timeout: seconds to wait when the cluster has no workers.
        echo: shows a line to the user.

    Raises:
        PostlintError: Dask isn't installed, the cluster can't be reached, it has no
            workers, it runs another version of postlint, or a part fails.
    """
    try:
        from distributed import Client
    except ImportError:
        raise PostlintError(
            "--engine dask needs the extra `dask`: pip install 'postlint[dask]'"
        ) from None
    load_pyarrow()
    home = folder.resolve()
    home.mkdir(parents=True, exist_ok=True)
    each = [part for file in files for part in _parts_of(file, job, settings, home)]
    try:
        client: Any = Client(scheduler, timeout=CONNECT_TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise PostlintError(
            f"--scheduler {scheduler}: no Dask scheduler answers there ({error})"
        ) from None
    # Dask logs lost connections; the user gets clear messages below.
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    workers = _Workers(client, scheduler, worker_timeout, echo)
    with client:
        parts = [part for part, _ in each if isinstance(part, Partition)]
        to_do = [part for part in parts if not Path(part.result).exists()]
        futures = {
            part.result: client.submit(
                score_partition, part, job, key=f"postlint-{Path(part.result).stem}",
                retries=_RETRIES, pure=False,
            )
            for part in to_do
        }  # fmt: skip
        for part, names in each:
            if isinstance(part, LintFailure | Notice):
                yield part
                continue
            if (future := futures.pop(part.result, None)) is not None:
                while not future.done():
                    workers.ensure_workers()
                    with suppress(Exception, asyncio.CancelledError):  # `_check` reports it
                        future.result(timeout=_POLL_SECONDS)
                _check(future, part)
            for step in table.read(part.result):
                yield _with_user_path(step, names)


class _Workers:
    """Watches whether a cluster has workers."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 -- Dask has no types
        scheduler: str,
        timeout: int,
        echo: Callable[[str], None],
    ) -> None:
        self._client = client
        self._scheduler = scheduler
        self._timeout = timeout
        self._say = echo
        self._no_workers_since: float | None = None

    def ensure_workers(self) -> None:
        """Check for workers, and tell the user if there are none.

        Raises:
            PostlintError: there were none for too long.
        """
        try:
            there = bool(self._client.nthreads())
        except OSError:
            there = False  # the client reconnects to the scheduler
        if there:
            self._no_workers_since = None
        elif self._no_workers_since is None:
            self._no_workers_since = monotonic()
            self._say(
                f"the Dask cluster has no workers; waiting up to {self._timeout} seconds for one"
            )
        elif monotonic() - self._no_workers_since >= self._timeout:
            raise PostlintError(
                f"the Dask cluster has no workers (none joined within {self._timeout} seconds); "
                f"start some with `dask worker {self._scheduler}`, or wait longer with "
                "--worker-timeout"
            )


def _check(future: Any, part: Partition) -> None:  # noqa: ANN401 -- Dask has no types
    """Raise the error of a finished part, if it failed."""
    if future.cancelled():
        raise PostlintError("the connection to the Dask scheduler was lost; run the audit again")
    try:
        future.result()
    except PostlintError:
        raise
    except Exception as error:
        raise PostlintError(f"{part.paths[0]} can't be judged on the cluster: {error}") from None


PathPair = tuple[str, str]
"""A path on all machines, and the same path as the user wrote it."""


def _parts_of(
    file: Path | LintFailure, job: Job, settings: ConfiguredSettings, home: Path
) -> Iterator[tuple[Partition | LintFailure | Notice, PathPair]]:
    """Yield the parts of a path that the user gave."""
    if isinstance(file, LintFailure):
        yield file, ("", "")
        return
    real = file.resolve()
    names = str(real), str(file)
    if not is_folder(real):
        is_archive = exists(real) and is_read_as_archive(real, job.columns, job.importers)
        drafts, archives = ([], [real]) if is_archive else ([real], [])
        yield from _parts(drafts, archives, names, job, settings, home)
        return
    found, archives = find_sources(real, job.columns, settings.resolver, importers=job.importers)
    for item in found:
        if isinstance(item, LintFailure):
            yield replace(item, path=_to_user_path(item.path, names)), names
    drafts = [item for item in found if isinstance(item, Path)]
    yield from _parts(drafts, archives, names, job, settings, home)
    for notice in unread_tables(real, job.columns, settings.resolver, archives):
        yield replace(notice, path=_to_user_path(notice.path, names)), names


def _parts(
    drafts: Sequence[Path],
    archives: Sequence[Path],
    names: PathPair,
    job: Job,
    settings: ConfiguredSettings,
    home: Path,
) -> Iterator[tuple[Partition, PathPair]]:
    rest = iter(drafts)
    while batch := list(islice(rest, _DRAFTS_PER_PARTITION)):
        yield _part(batch, None, job, settings, home), names
    for archive in archives:
        for rows in _row_groups(archive):
            yield _part([archive], rows, job, settings, home), names


def _part(
    files: Sequence[Path],
    rows: tuple[int, int] | None,
    job: Job,
    settings: ConfiguredSettings,
    home: Path,
) -> Partition:
    """Return a part. Its result's name depends on the files, the settings, and postlint."""
    key = fingerprint(
        postlint_digest(),
        rows,
        asdict(job.columns),
        asdict(job.cli_overrides),
        job.profile.model_dump(mode="json"),
        [
            [str(file), _state(file), settings.resolver.fingerprint(str(file)).hex()]
            for file in files
        ],
    )
    result = home / f"part-{key.hex()[:24]}.parquet"
    return Partition(tuple(map(str, files)), rows, str(result))


def _state(file: Path) -> list[object]:
    """Return the size and time of a file; for X's export, also those of the other scripts."""
    siblings = sorted(file.parent.glob("*.js")) if file.suffix == ".js" else []
    found: list[object] = []
    for one in (file, *siblings):
        try:
            status = one.stat()
        except OSError:
            continue  # reading it reports the problem
        found.append([one.name, status.st_size, status.st_mtime_ns])
    return found


def _row_groups(file: Path) -> Iterator[tuple[int, int] | None]:
    """Yield the ranges of row groups of a Parquet file; None for other files."""
    arrow = load_pyarrow()
    try:
        with arrow.parquet.ParquetFile(file) as parquet:
            groups = parquet.num_row_groups
    except (OSError, arrow.ArrowException):
        groups = 0
    if groups <= _ROW_GROUPS_PER_PARTITION:
        yield None
        return
    for first in range(0, groups, _ROW_GROUPS_PER_PARTITION):
        yield first, min(first + _ROW_GROUPS_PER_PARTITION, groups)


def _with_user_path(step: RecordResult, names: PathPair) -> RecordResult:
    """Return the result for a record with the path as the user wrote it."""
    if not isinstance(step, ScoredPost):
        return replace(step, path=_to_user_path(step.path, names))
    post, report = step.post, step.report
    shown = display_path(names[0]), display_path(names[1])
    return ScoredPost(
        replace(
            post,
            id=_to_user_path(post.id, names),
            path=_to_user_path(post.path, names),
            name=_to_user_path(post.name, shown),
        ),
        replace(report, source=replace(report.source, path=_to_user_path(report.path, names))),
    )


def _to_user_path(path: str, names: PathPair) -> str:
    real, written = names
    if not path.startswith(real):
        return path
    rest = path[len(real) :]
    return rest.removeprefix(os.sep) if written == "." and rest else written + rest


def score_partition(part: Partition, job: Job) -> str:
    """Judge a part and write the result; workers run this.

    The result gets its name only when it's complete.
    """
    if Path(part.result).exists():
        # Dask repeats the tasks of a lost worker, but their results may already be written.
        return part.result
    if job.version != __version__:
        raise PostlintError(
            f"a worker has postlint {__version__}, but this machine has {job.version}; install the "
            "same version on all machines"
        )
    settings = ConfiguredSettings(job.config, job.cli_overrides)
    linter = Linter(settings, jobs=1)
    paths = list(map(Path, part.paths))
    items = (
        read(paths, job.columns, importers=job.importers)
        if part.rows is None
        else read_archive(paths[0], job.columns, importers=job.importers, rows=part.rows)
    )
    with replace_file(part.result, binary=True) as file:
        table.write(file, score_posts(linter, items, job.profile))
    return part.result
