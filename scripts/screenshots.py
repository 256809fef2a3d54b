"""Take the pictures of the README from a published site: python scripts/screenshots.py SITE FOLDER.

SITE is a folder that `aimwell publish` or `aimwell demo --once` has written; needs Debian's Chromium.
"""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@dataclass(frozen=True)
class Picture:
    """One picture: which page, how wide and how much of it; paper is as it prints."""

    name: str
    page: str
    width: int = 1280
    height: int = 900
    paper: bool = False
    scripts: bool = True
    shown: str = ""  # the part of the page, as a CSS selector; the top of it where none is named


PICTURES = (
    Picture("front-page", "index.html", 1200, 820),  # this one and the next are the README's, in docs/images
    Picture("chart", "systems/QYG/ae_within_4_hours.html", 1200, 800, shown="#main figure.aw-chart"),
    Picture("england-on-a-phone", "index.html", 360, 740),
    Picture("system", "systems/QWO.html", height=1200),
    Picture("system-without-scripts", "systems/QWO.html", height=1200, scripts=False),
    Picture("board-on-paper", "systems/QWO-board.html", 688, 1010, paper=True),
    Picture("measure", "measures/ae_within_4_hours.html", height=1400),
    Picture("measure-in-a-place", "systems/QWO/ae_within_4_hours.html", height=1200),
    Picture("measure-in-a-place-on-a-phone", "systems/QWO/ae_within_4_hours.html", 360, 740),
    Picture("find", "find.html"),
)


def main() -> int:
    """Take every picture whose page is there; says which are not."""
    site, folder = Path(sys.argv[1]), Path(sys.argv[2])
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium is not installed: apt-get install chromium")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=SWITCHES)
        for picture in PICTURES:
            page = site / picture.page
            if not page.is_file():
                print(f"{picture.name}: the site has no {picture.page}")
                continue
            size = {"width": picture.width, "height": picture.height}
            context = browser.new_context(viewport=size, java_script_enabled=picture.scripts)
            opened = context.new_page()
            opened.emulate_media(media="print" if picture.paper else "screen")
            opened.goto(page.resolve().as_uri())
            target = folder / f"{picture.name}.png"
            if picture.shown:
                opened.locator(picture.shown).first.screenshot(path=target)
            else:
                opened.screenshot(path=target)
            context.close()
            print(folder / f"{picture.name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
