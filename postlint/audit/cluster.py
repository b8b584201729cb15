"""Judging the parts of a large feed on the workers of a Dask cluster.

Each part is read, judged and written by one worker, with the same steps as on one machine. What a
worker wrote is there for good: if a worker is lost, its part alone is judged again by another, and
if all is stopped, what is written is not judged again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from postlint import __version__
from postlint.archives import Columns, read_archive
from postlint.audit import table
from postlint.audit.audit import Step, judge
from postlint.audit.sources import read as read_path
from postlint.configuration import Wishes
from postlint.errors import PostlintError, Problem
from postlint.fingerprints import fingerprint, of_postlint
from postlint.profile import Profile
from postlint.runner import Runner

_GROUPS = 4
"""Row groups of a Parquet file that make one part."""

_RETRIES = 5
"""How often a part is tried again if its worker is lost, or it fails there."""

PATIENCE = 20
"""Seconds that the scheduler may take to answer."""

_JOINING = 60
"""Seconds that the first worker may take to join."""


@dataclass(frozen=True)
class Part:
    """Something that one worker does.

    Attributes:
        path: the file that it reads, by a name that holds on all machines.
        rows: the first and last row group of a Parquet file, the end exclusive; None for all.
        result: where it writes what it finds.
    """

    path: str
    rows: tuple[int, int] | None
    result: str


def judge_on_cluster(
    files: Sequence[Path | Problem],
    columns: Columns,
    config: Path | None,
    wishes: Wishes,
    profile: Profile,
    scheduler: str,
    folder: Path,
) -> Iterator[Step]:
    """Yield what comes of records, in their order, as if they had been judged here.

    Args:
        files: archives, drafts and folders of them, which all workers must see.
        columns: the user's names for fields.
        config: the configuration for all; None for the closest one to each.
        wishes: what the run asks for on top.
        profile: who the author is.
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
    table.pyarrow()
    config = config and config.resolve()
    parts: list[Part | Problem] = []
    for file in files:
        if isinstance(file, Problem):
            parts.append(file)
        else:
            found = _parts(file.resolve(), folder.resolve(), columns, config, wishes, profile)
            parts += found
    folder.mkdir(parents=True, exist_ok=True)
    try:
        client: Any = Client(scheduler, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        raise PostlintError(
            f"--scheduler {scheduler}: no Dask scheduler answers there ({error})"
        ) from None
    with client:
        to_do = [one for one in parts if isinstance(one, Part) and not Path(one.result).exists()]
        if to_do:
            _get_ready(client)
        futures = {
            part.result: client.submit(
                judge_part, part, columns, config, wishes, profile,
                key=f"postlint-{Path(part.result).stem}", retries=_RETRIES, pure=False,
            )
            for part in to_do
        }  # fmt: skip
        for part in parts:
            if isinstance(part, Problem):
                yield part
                continue
            if (future := futures.pop(part.result, None)) is not None:
                _wait_for(future, part)
            yield from table.read(part.result)


def _wait_for(future: Any, part: Part) -> None:  # noqa: ANN401 -- Dask has no types
    try:
        future.result()
    except PostlintError:
        raise
    except Exception as error:
        raise PostlintError(f"{part.path} could not be judged on the cluster: {error}") from None


def _get_ready(client: Any) -> None:  # noqa: ANN401 -- Dask has no types
    """Wait for a worker, and refuse workers whose postlint may say something else."""
    try:
        client.wait_for_workers(1, timeout=_JOINING)
    except TimeoutError:
        raise PostlintError(
            f"the Dask cluster has no workers (none joined within {_JOINING} seconds)"
        ) from None
    versions = client.run(_version)
    others = {at: version for at, version in versions.items() if version != __version__}
    if others:
        address, version = next(iter(others.items()))
        raise PostlintError(
            f"the worker {address} has postlint {version} and this is {__version__}: install the "
            "same version on all machines"
        )


def _version() -> str:
    return __version__


def _parts(
    file: Path,
    folder: Path,
    columns: Columns,
    config: Path | None,
    wishes: Wishes,
    profile: Profile,
) -> Iterator[Part]:
    for rows in _row_groups(file):
        # The same file, read and judged in the same way, has the same result.
        key = fingerprint(
            of_postlint(), str(file), _state(file), rows, asdict(columns), asdict(wishes),
            str(config), _state(config) if config else None, profile.model_dump(mode="json"),
        )  # fmt: skip
        yield Part(str(file), rows, str(folder / f"part-{key.hex()[:24]}.parquet"))


def _state(path: Path) -> list[int]:
    try:
        found = path.stat()
    except OSError:
        return []  # what cannot be read is said when it is read
    return [found.st_size, found.st_mtime_ns]


def _row_groups(file: Path) -> Iterator[tuple[int, int] | None]:
    """Yield the stretches of a Parquet file that are parts of their own; None for other files."""
    pa = table.pyarrow()
    try:
        groups = pa.parquet.ParquetFile(file).num_row_groups
    except (OSError, pa.ArrowException):
        groups = 0
    if groups <= _GROUPS:
        yield None
        return
    for first in range(0, groups, _GROUPS):
        yield first, min(first + _GROUPS, groups)


def judge_part(
    part: Part, columns: Columns, config: Path | None, wishes: Wishes, profile: Profile
) -> str:
    """Judge a part and write what comes of it; this is what a worker does.

    A result appears under its name only when it is whole.
    """
    if Path(part.result).exists():
        # Dask asks again for what it has lost with a worker; what is written is not lost.
        return part.result
    runner = Runner(config, wishes, jobs=1)
    path = Path(part.path)
    items = (
        read_path([path], columns, runner.finder)
        if part.rows is None
        else read_archive(path, columns, rows=part.rows)
    )
    unfinished = Path(f"{part.result}.{os.getpid()}.tmp")
    try:
        table.write(str(unfinished), judge(runner, items, profile))
        unfinished.replace(part.result)
    finally:
        unfinished.unlink(missing_ok=True)
    return part.result
