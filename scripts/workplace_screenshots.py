"""Take a picture of every page of a small workplace: python scripts/workplace_screenshots.py FOLDER [DOOR …].

Each on a desk, on a phone and as it prints. Needs Debian's Chromium and what the tests need; figures are real extracts,
promises invented.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SIZES = {"desk": (1280, 900), "phone": (390, 844), "paper": (794, 1123)}
MOST_HIGH = 4000  # pixels; a longer page is cut there


def main() -> int:
    """Serve a workplace and take the pictures."""
    from tests.browser.workplace import served
    from tests.site.account import make_store

    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    folder, wanted = Path(sys.argv[1]), set(sys.argv[2:])
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium is not installed: apt-get install chromium")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="aimwell-pictures-") as room:
        store = Path(room) / "store"
        make_store(store, fixtures=ROOT / "tests" / "fixtures", definitions=ROOT / "definitions")
        with served(store) as workplace, sync_playwright() as started:
            browser = started.chromium.launch(executable_path=chromium, args=SWITCHES)
            for page in workplace.pages:
                if wanted and page.door not in wanted:
                    continue
                for name, (width, height) in SIZES.items():
                    size = {"width": width, "height": height}
                    context = workplace.context(browser, page.role, viewport=size)
                    opened = context.new_page()
                    if name == "paper":
                        opened.emulate_media(media="print")
                    opened.goto(workplace.base + page.path)
                    high = min(MOST_HIGH, opened.evaluate("document.documentElement.scrollHeight"))
                    cut = {"x": 0, "y": 0, "width": width, "height": high}
                    opened.screenshot(path=folder / f"{page.door}-{name}.png", full_page=True, clip=cut)
                    context.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
