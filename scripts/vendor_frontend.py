"""Bring the compiled style sheet and script of nhsuk-frontend into the workplace, without its web font.

    npm pack nhsuk-frontend@10.6.1 && tar xzf nhsuk-frontend-10.6.1.tgz
    python scripts/vendor_frontend.py package

The public site has a trimmed style sheet of its own (build_stylesheet.py); the workplace has forms, and loads this one
once.
"""

import re
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "src" / "aimwell" / "web" / "static"
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
WEB_FONT = re.compile(r"\"?Frutiger W01\"?\s*,", re.IGNORECASE)


def main(package: Path) -> None:
    """Write both files."""
    compiled = package / "dist" / "nhsuk"
    css = (compiled / "nhsuk-frontend.min.css").read_text("utf-8-sig")
    css = WEB_FONT.sub("", FONT_FACE.sub("", css))
    if "assets.nhs.uk" in css:
        raise SystemExit("the style sheet still asks another host for something")
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    css = re.sub(r"url\(/assets/[^)]*\)", "none", css)  # icons of parts that we do not use
    script = (compiled / "nhsuk-frontend.min.js").read_text("utf-8")
    script = re.sub(r"//# sourceMappingURL=.*", "", script)
    STATIC.mkdir(exist_ok=True)
    (STATIC / "nhsuk-frontend.css").write_text(css, "utf-8")
    (STATIC / "nhsuk-frontend.js").write_text(script, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
