"""The style sheet is small, fetches nothing, and knows every class that charts use."""

import re
from pathlib import Path

import pytest

import aimwell.presentation

PACKAGE = Path(aimwell.presentation.__file__).parent
ASSETS = PACKAGE.parent / "site" / "assets"


@pytest.fixture(scope="module")
def css() -> str:
    return (ASSETS / "aimwell.css").read_text("utf-8")


def test_the_style_sheet_is_at_most_38_kilobytes(css: str) -> None:
    assert len(css.encode()) <= 38 * 1024


def test_the_style_sheet_fetches_nothing_and_names_no_font_of_the_nhs(css: str) -> None:
    assert not re.search(r"url\(|@import|@font-face|https?:|frutiger", css, re.IGNORECASE)


def test_the_style_sheet_keeps_the_licence_of_what_it_contains(css: str) -> None:
    assert "nhsuk-frontend" in css[:200]
    assert "MIT" in css[:200]
    assert "Permission is hereby granted" in (ASSETS / "LICENCES.md").read_text("utf-8")


def test_every_brace_closes(css: str) -> None:
    assert css.count("{") == css.count("}")
    assert not re.search(r"\{\s*\}", css)


def test_every_class_that_a_chart_uses_has_a_rule(css: str) -> None:
    for_some_pages = (PACKAGE.parent / "site" / "templates").glob("*.css")  # charts that few pages show
    css += "".join(path.read_text("utf-8") for path in for_some_pages)
    sources = "\n".join(path.read_text("utf-8") for path in (PACKAGE / "charts").glob("*.py"))
    used = {
        name
        for found in re.findall(r'class="([^"{}]*)"', sources)
        for name in found.split()
        if name.startswith("aw-")
    }
    missing = sorted(name for name in used if f".{name}" not in css)
    assert missing == []


def test_there_are_rules_for_paper_forced_colours_and_reduced_motion(css: str) -> None:
    assert "@media print" in css
    assert "(forced-colors:active)" in css or "(forced-colors: active)" in css
    assert "prefers-reduced-motion" in css
    assert ".aw-side" in css
