"""Scoring the partitions of a large feed on the workers of a Dask cluster.

A worker reads and scores a partition and writes the results, with the same steps as on one machine.
If a worker is lost, another one scores only its partition again. A new run skips partitions that
already have results.
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
from postlint.audit import post_table
from postlint.audit.auditor import RecordResult, ScoredPost, score_posts
from postlint.audit.sources import find_sources, is_read_as_archive, read_inputs, unread_tables
from postlint.config.settings import SettingsResolver
from postlint.core.atomic_write import replace_file
from postlint.core.digests import fingerprint, postlint_digest
from postlint.core.errors import LintFailure, Notice, PostlintError
from postlint.core.files import is_folder
from postlint.core.terminal_text import display_path
from postlint.diagnostics.result import from_dict, to_dict
from postlint.importers.columns import Columns
from postlint.importers.formats.parquet import load_pyarrow
from postlint.importers.reader import Importers, read_archive
from postlint.linter.linter import Linter

if TYPE_CHECKING:
    from postlint.config import CliOverrides
    from postlint.core.profile import Profile

_ROW_GROUPS_PER_PARTITION = 4
"""The number of row groups of a Parquet file in a partition."""

_DRAFTS_PER_PARTITION = 500
"""The number of drafts in a partition."""

_RETRIES = 5
"""The number of retries for a partition if its worker is lost or fails."""

CONNECT_TIMEOUT = 20
"""Seconds to wait for the scheduler to answer."""

WORKER_TIMEOUT = 60
"""Seconds that the cluster can be without workers, at the start and later."""

_POLL_SECONDS = 1.0
"""Seconds between checks for workers."""


_LOGGERS = ("asyncio", "distributed", "distributed.client", "tornado", "tornado.application")
"""Loggers that report lost connections; Dask sets a level and a handler for each."""


PathPair = tuple[str, str]
"""A path that is valid on all machines, and the path as the user wrote it."""


@dataclass(frozen=True)
class Job:
    """Settings that all partitions share.

    Attributes:
        columns: the user's names for table columns.
        config: the configuration file; None for the nearest one to each post.
        cli_overrides: the settings from the command line.
        profile: the author's profile.
        importers: the formats of archives to read.
        version: postlint's version.
    """

    columns: Columns
    config: Path | None
    cli_overrides: CliOverrides
    profile: Profile
    importers: Importers
    version: str = __version__


@dataclass(frozen=True)
class Partition:
    """A unit of work for one worker.

    Attributes:
        paths: the paths of the files to read, valid on all machines.
        rows: the row groups of a Parquet file to read, as (start, stop); None for all.
        result: the path of the result file.
        names: the path that it's a part of, valid on all machines, and as the user wrote it.
    """

    paths: tuple[str, ...]
    rows: tuple[int, int] | None
    result: str
    names: PathPair


def score_on_cluster(
    files: Sequence[Path | LintFailure],
    job: Job,
    settings: SettingsResolver,
    scheduler: str,
    folder: Path,
    worker_timeout: int,
    echo: Callable[[str], None],
) -> Iterator[RecordResult]:
    """Yield the same results for records as scoring on this machine.

    Within a partition, other results come after scored posts.

    Args:
        files: archives, drafts, and folders; all workers need access to them.
        job: the settings that all partitions share.
        settings: the settings of each file.
        scheduler: the address of the cluster's scheduler.
        folder: the folder for the workers' results.
        worker_timeout: seconds to wait when the cluster has no workers.
        echo: prints a message for the user.

    Raises:
        PostlintError: Dask isn't installed, the cluster can't be reached, it has no
            workers, it runs another version of postlint, or a partition fails.
    """
    try:
        from distributed import Client
    except ImportError:
        raise PostlintError(
            "--engine dask needs the extra `dask`: pip install 'postlint[dask]'"
        ) from None
    load_pyarrow()
    result_folder = folder.resolve()
    result_folder.mkdir(parents=True, exist_ok=True)
    items = [item for file in files for item in _plan(file, job, settings, result_folder)]
    try:
        client: Any = Client(scheduler, timeout=CONNECT_TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise PostlintError(
            f"--scheduler {scheduler}: no Dask scheduler answers there ({error})"
        ) from None
    # Dask logs lost connections; the user gets clear messages below.
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with client:
        futures = {
            item.result: client.submit(
                score_partition, item, job, key=f"postlint-{Path(item.result).stem}",
                retries=_RETRIES, pure=False,
            )
            for item in items
            if isinstance(item, Partition) and not Path(item.result).exists()
        }  # fmt: skip
        for item in items:
            if not isinstance(item, Partition):
                yield item
                continue
            if (future := futures.pop(item.result, None)) is not None:
                _wait_for(future, item, client, scheduler, worker_timeout, echo)
            for record in post_table.read_results(item.result):
                yield _with_user_path(record, item.names)


def _wait_for(
    future: Any,  # noqa: ANN401 -- Dask has no types
    partition: Partition,
    client: Any,  # noqa: ANN401
    scheduler: str,
    worker_timeout: int,
    echo: Callable[[str], None],
) -> None:
    """Wait until a partition is finished, and tell the user if the cluster has no workers.

    Raises:
        PostlintError: the partition failed, or the cluster had no workers for too long.
    """
    no_workers_since: float | None = None
    while not future.done():
        try:
            has_workers = bool(client.nthreads())
        except OSError:
            has_workers = False  # the client reconnects to the scheduler
        if has_workers:
            no_workers_since = None
        elif no_workers_since is None:
            no_workers_since = monotonic()
            echo(f"the Dask cluster has no workers; waiting up to {worker_timeout} seconds for one")
        elif monotonic() - no_workers_since >= worker_timeout:
            raise PostlintError(
                f"the Dask cluster has no workers (none joined within {worker_timeout} seconds); "
                f"start some with `dask worker {scheduler}`, or wait longer with --worker-timeout"
            )
        with suppress(Exception, asyncio.CancelledError):  # reported below
            future.result(timeout=_POLL_SECONDS)
    if future.cancelled():
        raise PostlintError("the connection to the Dask scheduler was lost; run the audit again")
    try:
        future.result()
    except PostlintError:
        raise
    except Exception as error:
        raise PostlintError(
            f"{partition.paths[0]} can't be scored on the cluster: {error}"
        ) from None


def _plan(
    file: Path | LintFailure, job: Job, settings: SettingsResolver, result_folder: Path
) -> Iterator[Partition | LintFailure | Notice]:
    """Yield the partitions of a path from the command line, and what can't be read."""
    if isinstance(file, LintFailure):
        yield file
        return
    path = file.resolve()
    names = str(path), str(file)
    drafts: list[Path | LintFailure] = [path]
    archives: list[Path] = []
    notices: Iterator[Notice] = iter(())
    if is_folder(path):
        drafts, archives = find_sources(path, job.columns, job.importers, settings)
        notices = unread_tables(path, job.columns, settings, archives)
    elif is_read_as_archive(path, job.columns, job.importers):
        drafts, archives = [], [path]
    for draft in drafts:
        if isinstance(draft, LintFailure):
            yield replace(draft, path=_to_user_path(draft.path, names))
    paths = iter([draft for draft in drafts if isinstance(draft, Path)])
    work: list[tuple[list[Path], tuple[int, int] | None]] = []
    while batch := list(islice(paths, _DRAFTS_PER_PARTITION)):
        work.append((batch, None))
    work += [([archive], rows) for archive in archives for rows in _row_groups(archive)]
    for batch, rows in work:
        result = result_folder / _result_name(batch, rows, job, settings)
        yield Partition(tuple(map(str, batch)), rows, str(result), names)
    for notice in notices:
        yield replace(notice, path=_to_user_path(notice.path, names))


def _result_name(
    files: Sequence[Path],
    rows: tuple[int, int] | None,
    job: Job,
    settings: SettingsResolver,
) -> str:
    """Return the name of a partition's result for its files, the settings, and postlint."""
    key = fingerprint(
        postlint_digest(),
        rows,
        asdict(job.columns),
        asdict(job.cli_overrides),
        job.profile.model_dump(mode="json"),
        [[str(file), _state(file), settings.fingerprint(str(file)).hex()] for file in files],
    )
    return f"part-{key.hex()[:24]}.parquet"


def _state(file: Path) -> list[object]:
    """Return the size and time of a file; for a script in X's export, also those of the others."""
    siblings = sorted(file.parent.glob("*.js")) if file.suffix == ".js" else []
    states: list[object] = []
    for path in (file, *siblings):
        try:
            status = path.stat()
        except OSError:
            continue  # reading it reports the problem
        states.append([path.name, status.st_size, status.st_mtime_ns])
    return states


def _row_groups(file: Path) -> Iterator[tuple[int, int] | None]:
    """Yield the row group ranges of a Parquet file; None for other files."""
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


def _with_user_path(record: RecordResult, names: PathPair) -> RecordResult:
    """Return the result for a record with the path as the user wrote it."""
    if not isinstance(record, ScoredPost):
        return replace(record, path=_to_user_path(record.path, names))
    post, result = record.post, record.result
    display_names = display_path(names[0]), display_path(names[1])
    return ScoredPost(
        replace(
            post,
            id=_to_user_path(post.id, names),
            path=_to_user_path(post.path, names),
            name=_to_user_path(post.name, display_names),
        ),
        # Findings contain the path, too.
        from_dict(to_dict(result), replace(result.source, path=_to_user_path(result.path, names))),
    )


def _to_user_path(path: str, names: PathPair) -> str:
    real_path, user_path = names
    if not path.startswith(real_path):
        return path
    rest = path[len(real_path) :]
    return rest.removeprefix(os.sep) if user_path == "." and rest else user_path + rest


def score_partition(partition: Partition, job: Job) -> str:
    """Score a partition and write the results. Workers run this.

    The result file gets its name only when it's complete.
    """
    if Path(partition.result).exists():
        # Dask repeats the tasks of a lost worker, but their results might already be written.
        return partition.result
    if job.version != __version__:
        raise PostlintError(
            f"a worker has postlint {__version__}, but this machine has {job.version}; install the "
            "same version on all machines"
        )
    settings = SettingsResolver(job.config, job.cli_overrides)
    linter = Linter(settings, jobs=1)
    paths = list(map(Path, partition.paths))
    items = (
        read_inputs(paths, job.columns, job.importers)
        if partition.rows is None
        else read_archive(paths[0], job.columns, importers=job.importers, rows=partition.rows)
    )
    with replace_file(partition.result, binary=True) as file:
        post_table.write_results(file, score_posts(linter, items, job.profile))
    return partition.result
