"""A plug-in whose checks misbehave if a draft asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tests.command import GOOD, ROOT
from tests.server.raw_client import WAIT

PLUGIN = """
import os, re, sys, time
from pathlib import Path
from postlint.plugins import API_VERSION, Check, Plugin

FOLDER = Path(__file__).parent

def _text(context):
    return context.post.draft.source.text

def slow(context):
    if held := re.search("hold-[0-9]+", _text(context)):
        (FOLDER / f"{held[0]}.began").touch()
        while not (FOLDER / f"{held[0]}.go").exists():
            time.sleep(0.01)
    return iter(())

def loud(context):
    if "be loud" in _text(context):
        print("Content-Length: 3\\r\\n\\r\\nfoo", flush=True)
        os.write(1, b"Content-Length: 3\\r\\n\\r\\nfoo")
        os.system("echo a child")
    return iter(())

def breaks(context):
    if "break down" in _text(context):
        raise LookupError("the ledger is lost")
    return iter(())

def leaves(context):
    if "leave us" in _text(context):
        sys.exit(3)
    return iter(())

def reads(context):
    if "read it" in _text(context):
        sys.stdin.readline()
    return iter(())

CHECKS = {f"bad_{one.__name__}": Check(one) for one in (slow, loud, breaks, leaves, reads)}
PLUGIN = Plugin(api=API_VERSION, checks=CHECKS, rules=FOLDER / "rules")
"""


class BadPlugin:
    """The installed plug-in, and a folder of drafts that use it."""

    def __init__(self, folder: Path) -> None:
        self.package = folder / "site" / "bad_postlint"
        self.drafts = folder / "drafts"
        (self.package / "rules").mkdir(parents=True)
        self.drafts.mkdir()
        (self.package / "__init__.py").write_text(PLUGIN)
        for name in ("slow", "loud", "breaks", "leaves", "reads"):
            (self.package / "rules" / f"bad-{name}.yaml").write_text(
                f"id: bad-{name}\ncategory: form\nscope: post\nseverity: info\n"
                f"check: bad_{name}\n"
                "message: m\nhelp: h\nwhy: w\nbad: []\ngood: []\n"
            )
        info = folder / "site" / "bad-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bad\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text("[postlint]\nbad = bad_postlint:PLUGIN\n")
        (self.drafts / "postlint.toml").write_text('plugins = ["bad"]\n')
        self.env = {"PYTHONPATH": f"{ROOT}:{folder / 'site'}"}
        self._holds = 0

    def uri(self, name: str) -> str:
        return (self.drafts / name).as_uri()

    def release_all(self) -> None:
        """Let all held checks end."""
        for began in self.package.glob("*.began"):
            began.with_suffix(".go").touch()

    def hold(self) -> tuple[str, Callable[[], None], Callable[[], None]]:
        """Return a text, and functions that wait for the start of its check and let it end."""
        self._holds += 1
        name = f"hold-{self._holds}"

        def began() -> None:
            end = time.monotonic() + WAIT
            while not (self.package / f"{name}.began").exists():
                assert time.monotonic() < end
                time.sleep(0.01)

        return f"{GOOD}\n\n{name}\n", began, (self.package / f"{name}.go").touch
