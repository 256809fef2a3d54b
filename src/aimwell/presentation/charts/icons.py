"""Icons of variation and assurance, and the marks and patterns that charts use; drawn once per page."""

from markupsafe import Markup

from aimwell.domain.verdicts import Change, Prospect

VARIATION = {
    Change.IMPROVING_HIGH: ("good-up", "Getting better: rising by more than chance"),
    Change.IMPROVING_LOW: ("good-down", "Getting better: falling by more than chance"),
    Change.CONCERNING_HIGH: ("bad-up", "Getting worse: rising by more than chance"),
    Change.CONCERNING_LOW: ("bad-down", "Getting worse: falling by more than chance"),
    Change.RISING: ("odd-up", "Rising by more than chance"),
    Change.FALLING: ("odd-down", "Falling by more than chance"),
    Change.STEADY: ("steady", "No change beyond chance"),
    Change.TOO_SHORT: ("short", "Too few figures to tell if it is changing"),
    Change.NO_VALUES: ("none", "No figures"),
}
ASSURANCE = {
    Prospect.WILL: ("will", "Likely to keep meeting the target"),
    Prospect.WILL_NOT: ("will-not", "Will keep missing the target unless something changes"),
    Prospect.MAY: ("may", "May or may not meet the target, by chance"),
    Prospect.TOO_SHORT: ("short", "Too few figures to tell if it will meet the target"),
    Prospect.NO_TARGET: ("none", "No target"),
}

# All drawings are ours, on a grid of 32 by 32. An arrow tells direction, the frame tells meaning: a circle is
# good, a square is bad, a diamond is neither, a dashed circle means that nothing can be told.
ARROW_UP = '<path class="aw-ink" d="M8 21l6-6 4 3 7-8m-6 0h6v6"/>'
ARROW_DOWN = '<path class="aw-ink" d="M8 11l6 6 4-3 7 8m-6 0h6v-6"/>'
FRAMES = {
    "good": '<circle class="aw-frame aw-frame-good" cx="16" cy="16" r="14"/>',
    "bad": '<path class="aw-frame aw-frame-bad" d="M3 3h26v26H3z"/>',
    "odd": '<path class="aw-frame aw-frame-odd" d="M16 0l16 16-16 16L0 16z"/>',
    "steady": '<circle class="aw-frame aw-frame-plain" cx="16" cy="16" r="14"/>',
    "short": '<circle class="aw-frame aw-frame-short" cx="16" cy="16" r="14"/>',
}
SYMBOLS = {
    **{f"{frame}-up": FRAMES[frame] + ARROW_UP for frame in ("good", "bad", "odd")},
    **{f"{frame}-down": FRAMES[frame] + ARROW_DOWN for frame in ("good", "bad", "odd")},
    "steady": FRAMES["steady"] + '<path class="aw-ink" d="M6 18l4-4 4 5 4-6 4 5 4-4"/>',
    "short": FRAMES["short"] + '<path class="aw-ink" d="M10 16h0m6 0h0m6 0h0"/>',
    "none": FRAMES["short"] + '<path class="aw-ink" d="M11 16h10"/>',
    "will": FRAMES["good"] + '<path class="aw-ink" d="M9 17l5 5 9-12"/>',
    "will-not": FRAMES["bad"] + '<path class="aw-ink" d="M10 10l12 12m0-12L10 22"/>',
    "may": FRAMES["steady"] + '<path class="aw-ink" d="M11 12c0-6 10-6 10 0 0 4-5 3-5 7m0 4h0"/>',
}
MARKS = {
    "better": '<circle r="6.5"/><circle class="aw-paper" r="2.5"/>',
    "worse": '<path d="M-6-6H6V6H-6z"/>',
    "similar": '<circle r="4.5"/>',
    "higher": '<path d="M0-7L7 6H-7z"/>',
    "lower": '<path d="M0 7L7-6H-7z"/>',
}
PATTERNS = {
    "better": "M4 4h0",
    "higher": "M4 2v4",
    "similar": "",
    "lower": "M0 4h8",
    "worse": "M-2 2l4-4M0 8l8-8M6 10l4-4",
    "not_compared": "M4 4h0",
}


def icon_sprite() -> Markup:
    """Every symbol, mark and pattern, to stand once at the start of a page's body: about 3 KB."""
    symbols = "".join(
        f'<symbol id="aw-i-{name}" viewBox="0 0 32 32">{drawing}</symbol>'
        for name, drawing in SYMBOLS.items()
    )
    marks = "".join(f'<g id="aw-{name}">{drawing}</g>' for name, drawing in MARKS.items())
    patterns = "".join(
        f'<pattern id="aw-p-{name}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="scale(1.4)">'
        f'<rect class="aw-wash-{name}" width="8" height="8"/>'
        + (f'<path class="aw-weave-{name}" d="{weave}"/>' if weave else "")
        + "</pattern>"
        for name, weave in PATTERNS.items()
    )
    return Markup(  # noqa: S704 - fixed drawings
        f'<svg class="aw-sprite" width="0" height="0" aria-hidden="true"><defs>{symbols}{marks}{patterns}</defs></svg>'
    )


def icon(name: str, words: str) -> Markup:
    """One symbol of the sprite, with the words that are said for it."""
    return Markup(
        '<svg class="aw-icon" role="img" aria-label="{words}"><title>{words}</title><use href="#aw-i-{name}"/></svg>'
    ).format(name=name, words=words)


def variation_icon(change: Change) -> Markup:
    """Whether a series is changing, and whether that is good."""
    return icon(*VARIATION[change])


def assurance_icon(prospect: Prospect) -> Markup:
    """Whether the target can be expected to be met."""
    return icon(*ASSURANCE[prospect])
