"""Takes the README's screenshot of `postlint write`, `docs/write.png`: `python docs/screenshot.py`.

It needs Chromium, and the dependency group `browser`.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.web.page_helpers import running_browser  # noqa: E402
from tests.web.write_process import writing  # noqa: E402

DRAFT = """\
---
platform: linkedin
---
We did it! Our studio just won the regional design award for the third time.

I'm incredibly proud of this team. We celebrated until two in the morning, and today \
we're back at our desks with slightly too much coffee.

#design #award #proud
"""


def main() -> None:
    """Open a draft in a page, and take a picture of it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["POSTLINT_STATE_DIR"] = str(Path(folder) / "state")  # without the user's drafts
        (Path(folder) / "award.md").write_text(DRAFT, encoding="utf-8")
        with (
            writing(Path(folder), "award.md") as (address, _),
            running_browser("chromium") as browser,
        ):
            page = browser.new_page(viewport={"width": 1200, "height": 760})
            page.goto(address.page)
            page.get_by_text("of 3,000 characters").wait_for()
            page.screenshot(path=ROOT / "docs" / "write.png")


if __name__ == "__main__":
    main()
