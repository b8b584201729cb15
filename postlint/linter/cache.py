"""The cache of results, in the user's cache folder.

The key of a result is a digest of everything that it depends on (see `postlint.core.digests`), so
results are never stale. Damaged rows fail their checksum and are ignored. A project's configuration
can't set the cache folder, because the project could then provide forged results.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from time import time

from postlint.core.files import refuse_special

CACHE_DIR_VARIABLE = "POSTLINT_CACHE_DIR"
"""The environment variable with the path of another cache folder."""


@dataclass(frozen=True)
class CacheStore:
    """A file in the cache.

    Attributes:
        name: its file name.
        max_bytes: its maximum size in bytes, which is enforced on close.
    """

    name: str
    max_bytes: int


DRAFT_STORE = CacheStore("results-1.sqlite", 64_000_000)
"""The store for checked drafts; room for about 30,000 results."""

FEED_STORE = CacheStore("feeds-1.sqlite", 1_000_000_000)
"""The store for posts of feeds; room for about 400,000 results. An interrupted audit continues from
it."""

_DAY = 86_400
_BUSY_TIMEOUT = 5.0
"""Seconds to wait while another process is writing."""

_BATCH = 500
"""The number of keys to look up in one statement; SQLite allows at least 999."""


def cache_folder() -> Path:
    """Return the cache folder, which might not exist."""
    if path := os.environ.get(CACHE_DIR_VARIABLE):
        return Path(path)
    # Imported late: it's slow.
    from platformdirs import user_cache_path

    return user_cache_path("postlint", appauthor=False)


def clean() -> int:
    """Delete the cache and return its size in bytes.

    Raises:
        OSError: it can't be deleted.
    """
    files = [
        path
        for store in (DRAFT_STORE, FEED_STORE)
        for path in cache_folder().glob(f"{store.name}*")
        if path.is_file()
    ]
    size = sum(path.stat().st_size for path in files)
    for path in files:
        path.unlink()
    with suppress(OSError):
        cache_folder().rmdir()  # fails if it has other files
    return size


class Cache(AbstractContextManager["Cache"]):
    """A persistent cache of texts by key. It's safe to use from several processes.

    File system and database errors disable the cache; they never stop a run.

    Attributes:
        disabled_reason: why the cache is disabled; None if it isn't.
    """

    def __init__(self, path: Path | None = None, *, store: CacheStore = DRAFT_STORE) -> None:
        """Open a store in a folder; by default, in the user's cache folder."""
        self._folder = path or cache_folder()
        self._store = store
        self._wrote = False
        self.disabled_reason: str | None = None
        self._database: sqlite3.Connection | None = None
        try:
            self._database = self._open()
        except (OSError, sqlite3.Error) as error:
            self.disabled_reason = str(getattr(error, "strerror", None) or error)

    def _open(self) -> sqlite3.Connection:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / self._store.name
        refuse_special(path)
        try:
            return _connect(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise  # such as a read-only folder; the file itself is fine
            _remove(path)
            return _connect(path)

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, str]:
        """Return the cached texts for keys. Keys without one are missing from the result."""
        if self._database is None:
            return {}
        texts: dict[bytes, str] = {}
        try:
            for start in range(0, len(keys), _BATCH):
                texts |= _read(self._database, keys[start : start + _BATCH])
        except sqlite3.Error as error:
            self._disable(error)
            return {}
        return texts

    def put(self, texts: Iterable[tuple[bytes, str]]) -> None:
        """Cache texts by their keys."""
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
        """Close the cache. If it's too large, delete the least recently used half."""
        if self._database is None:
            return
        with suppress(sqlite3.Error):
            if self._wrote:
                _evict(self._database, self._store.max_bytes)
            self._database.close()
        self._database = None

    def _disable(self, error: sqlite3.Error) -> None:
        """Continue without a cache. A damaged file is deleted; the next run creates a new one."""
        self.disabled_reason = str(error)
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
        self._database = None
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(
            error, sqlite3.OperationalError
        ):
            self.disabled_reason = None
            with suppress(OSError):
                _remove(self._folder / self._store.name)


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_BUSY_TIMEOUT)
    try:
        # Readers and a writer don't block each other, and nothing waits for the disk. Data that a
        # system crash loses can be computed again.
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


def _read(database: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, str]:
    """Return the valid texts for a batch of keys, and note that they were used today."""
    today = int(time()) // _DAY
    placeholders = ",".join("?" * len(keys))
    rows = database.execute(
        f"SELECT key, text, sum, used FROM results WHERE key IN ({placeholders})",  # noqa: S608
        keys,
    ).fetchall()
    # After a system crash, pages can have wrong content, so each row has a checksum.
    valid = [row for row in rows if row[2] == _checksum(row[0], row[1])]
    stale = [(today, key) for key, _, _, used in valid if used != today]
    if stale:
        with database:
            database.executemany("UPDATE results SET used = ? WHERE key = ?", stale)
    return {key: text for key, text, _, _ in valid}


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
