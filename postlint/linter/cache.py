"""What was found before, kept in the user's own cache folder.

A result is known by everything that it rests on (see `postlint.core.digests`). So nothing is ever
out of date, and what is damaged or was made by something else is not found. A content repository
has no say in where the cache is: it could bring forged results.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from time import time
from types import TracebackType
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from postlint.core.files import refuse_special

if TYPE_CHECKING:
    from typing_extensions import Self

CACHE_DIR_VARIABLE = "POSTLINT_CACHE_DIR"
"""Environment variable that names another folder."""


@dataclass(frozen=True)
class CacheStore:
    """A file of results.

    Attributes:
        name: what it is called.
        max_bytes: the largest that it may get when it is closed.
    """

    name: str
    max_bytes: int


DRAFT_STORE = CacheStore("results-1.sqlite", 64_000_000)
"""For drafts that are checked: the results of some 30,000."""

FEED_STORE = CacheStore("feeds-1.sqlite", 1_000_000_000)
"""For posts of feeds, which are many: the results of some 400,000. An audit that was interrupted
continues from here."""

_DAY = 86_400
_BUSY_TIMEOUT = 5.0
"""Seconds to wait for another run that is writing."""

_BATCH = 500
"""Keys that are looked up in one statement; SQLite allows at least 999."""


def folder() -> Path:
    """Return the folder of the cache; it need not be there."""
    named = os.environ.get(CACHE_DIR_VARIABLE)
    return Path(named) if named else user_cache_path("postlint", appauthor=False)


def clean() -> int:
    """Delete the cache and return how many bytes it took.

    Raises:
        OSError: it cannot be deleted.
    """
    stores = [folder().glob(f"{store.name}*") for store in (DRAFT_STORE, FEED_STORE)]
    files = [path for found in stores for path in found if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    for path in files:
        path.unlink()
    with suppress(OSError):
        folder().rmdir()  # unless something else is in it
    return size


class Cache:
    """Texts by key. Faults of the file system are never the user's trouble: nothing is found then.

    Safe with several runs at once.

    Attributes:
        fault: why it cannot be used; None if it can.
    """

    def __init__(self, path: Path | None = None, *, store: CacheStore = DRAFT_STORE) -> None:
        """Open a store of a folder, or of the user's own."""
        self._folder = path or folder()
        self._store = store
        self._wrote = False
        self.fault: str | None = None
        self._database: sqlite3.Connection | None = None
        try:
            self._database = self._open()
        except (OSError, sqlite3.Error) as error:
            self.fault = str(getattr(error, "strerror", None) or error)

    def _open(self) -> sqlite3.Connection:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / self._store.name
        refuse_special(path)
        try:
            return _connect(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise  # such as a folder that may not be written to: the file is not to blame
            _remove(path)
            return _connect(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, str]:
        """Return what is kept under keys, as far as there is something."""
        if self._database is None:
            return {}
        try:
            found = {key: text for key, text, _ in self._rows(self._database, keys)}
        except sqlite3.Error as error:
            self._disable(error)
            return {}
        return found

    def _rows(
        self, database: sqlite3.Connection, keys: Sequence[bytes]
    ) -> Iterator[tuple[bytes, str, int]]:
        today = int(time()) // _DAY
        for start in range(0, len(keys), _BATCH):
            asked = keys[start : start + _BATCH]
            marks = ",".join("?" * len(asked))
            rows = database.execute(
                f"SELECT key, text, sum, used FROM results WHERE key IN ({marks})",  # noqa: S608
                asked,
            ).fetchall()
            # A crash of the system may leave pages of something else: each row has its own sum.
            sound = [row for row in rows if row[2] == _checksum(row[0], row[1])]
            yield from ((key, text, used) for key, text, _, used in sound)
            stale = [(today, key) for key, _, _, used in sound if used != today]
            if stale:
                with database:
                    database.executemany("UPDATE results SET used = ? WHERE key = ?", stale)

    def put(self, texts: Iterable[tuple[bytes, str]]) -> None:
        """Keep texts."""
        if self._database is None:
            return
        today = int(time()) // _DAY
        try:
            with self._database as database:
                database.executemany(
                    "INSERT OR REPLACE INTO results (key, text, sum, used) VALUES (?, ?, ?, ?)",
                    [(key, text, _checksum(key, text), today) for key, text in texts],
                )
            self._wrote = True
        except sqlite3.Error as error:
            self._disable(error)

    def close(self) -> None:
        """Close it; if it has grown too large, forget what was not used for longest."""
        if self._database is None:
            return
        with suppress(sqlite3.Error):
            if self._wrote:
                _evict(self._database, self._store.max_bytes)
            self._database.close()
        self._database = None

    def _disable(self, error: sqlite3.Error) -> None:
        """Go on without a cache; a damaged one is removed and made anew by the next run."""
        self.fault = str(error)
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
        self._database = None
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(
            error, sqlite3.OperationalError
        ):
            self.fault = None
            with suppress(OSError):
                _remove(self._folder / self._store.name)


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_BUSY_TIMEOUT)
    try:
        # Readers and a writer do not wait for each other, and nothing waits for the disk: what a
        # crash of the system loses can be found out again.
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")
        database.execute(
            "CREATE TABLE IF NOT EXISTS results ("
            "key BLOB PRIMARY KEY, text TEXT NOT NULL, sum BLOB NOT NULL, used INTEGER NOT NULL"
            ") WITHOUT ROWID"
        )
    except BaseException:
        database.close()
        raise
    return database


def _checksum(key: bytes, text: object) -> bytes | None:
    if not isinstance(text, str):
        return None
    return blake2b(text.encode("utf-8", "surrogatepass"), key=key, digest_size=8).digest()


def _evict(database: sqlite3.Connection, max_bytes: int) -> None:
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    (size,) = database.execute("PRAGMA page_size").fetchone()
    if pages * size <= max_bytes:
        return
    (rows,) = database.execute("SELECT count(*) FROM results").fetchone()
    with database:
        database.execute(
            "DELETE FROM results WHERE key IN (SELECT key FROM results ORDER BY used LIMIT ?)",
            (rows // 2,),
        )
    database.execute("VACUUM")


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
