"""When a sentence speaks of: months, quarters and years that it names, and what each is to the claim."""

import re
from dataclasses import dataclass
from enum import StrEnum

from aimwell.domain.periods import MONTHS, Period
from aimwell.domain.problems import Problem
from aimwell.domain.published_periods import read_period


class TimeRole(StrEnum):
    """What a stated time is to a claim."""

    AT = "at"  # the figure is of it
    BASELINE = "baseline"  # what it is compared with
    DUE = "due"  # when something is to be reached
    UNCLEAR = "unclear"  # a stretch up to it, or a day that depends on the paper's own


@dataclass(frozen=True, slots=True)
class StatedTime:
    """A time in a sentence. period: None where only a month is named, or a time that depends on the paper's day."""

    words: str
    start: int
    end: int
    role: TimeRole
    period: Period | None = None
    month: int | None = None


_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_YEARS = r"20\d\d\s?[/–-]\s?(?:20)?\d\d"
_TIME = re.compile(
    rf"(?P<month>\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}\b[ -]?,?\s?'?(?:20)?\d\d\b(?!\s?%|\s?per|,\d|\.\d))"
    rf"|(?P<quarter>\b(?:q(?:uarter)?\s?[1-4](?:,?\s+(?:of\s+)?(?:fy\s?)?{_YEARS})|{_YEARS},?\s+q(?:uarter)?\s?[1-4])\b)"
    rf"|(?P<years>\b(?:fy\s?)?{_YEARS}\b)"
    r"|(?P<year>(?<=\bin )20\d\d\b|(?<=\bduring )20\d\d\b|(?<=\bsince )20\d\d\b|(?<=\bby )20\d\d\b|(?<=\bof )20\d\d\b|(?<=\bfrom )20\d\d\b|(?<=\bthan )20\d\d\b|(?<=\bwith )20\d\d\b|(?<=\bto )20\d\d\b|(?<=\bfor )20\d\d\b|^20\d\d$)"
    rf"|(?P<bare>(?<=\bin )(?:{_MONTH})\b|(?<=\bduring )(?:{_MONTH})\b|(?<=\bfor )(?:{_MONTH})\b|(?<=\bsince )(?:{_MONTH})\b|(?<=\bby )(?:{_MONTH})\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?P<baseline>\b(?:since|from|(?:compared?|comparison)\s+(?:with|to)|than(?:\s+(?:in|at|for))?|versus|against"
    r"|up on|down on|relative to)(?:\s+(?:in|at|for|the|that|an?|(?:our\s)?position\s+of))*(?:\s+[£\d][\d.,%]*(?:\s?(?:million|weeks?|days?|minutes?|people|patients|per cent))?\s+(?:in|at|for|during))?\s*$)"
    r"|(?P<due>\b(?:by|before|until)(?:\s+(?:the|end|of|march))*\s*$)"
    r"|(?P<rolling>\b(?:months?|year|quarters?|weeks?)\s+(?:to|ending|ended|up to)(?:\s+the\s+end\s+of)?\s*$|\bbetween\s*$)",
    re.IGNORECASE,
)
LOOKED_BACK = 45  # signs before a time that say what it is to the claim
_MONTH_NUMBER = {name[:3].casefold(): number for number, name in enumerate(MONTHS, start=1)}
_IS_TO = re.compile(r"\bto\s*$", re.IGNORECASE)


def stated_times(text: str) -> tuple[StatedTime, ...]:
    """Every time that a text names, in order."""
    return tuple(_stated(text, found) for found in _TIME.finditer(text))


def _stated(text: str, found: re.Match[str]) -> StatedTime:
    words, start, end = found.group(), found.start(), found.end()
    role = _role(text[max(0, start - LOOKED_BACK) : start])
    if found.lastgroup == "bare":
        return StatedTime(words, start, end, role, month=_MONTH_NUMBER[words[:3].casefold()])
    period = _period(words, found.lastgroup or "")
    return StatedTime(words, start, end, role if period else TimeRole.UNCLEAR, period)


def _role(before: str) -> TimeRole:
    found = _BEFORE.search(before)
    if found is None:
        return TimeRole.AT
    return {"baseline": TimeRole.BASELINE, "due": TimeRole.DUE, "rolling": TimeRole.UNCLEAR}[
        found.lastgroup or ""
    ]


def _period(words: str, kind: str) -> Period | None:
    """The period of a stated time; a day counts as its month, since papers date monthly figures by their last day."""
    plain = " ".join(words.replace("–", "-").replace(",", " ").replace("'", " ").split())
    if kind == "month":
        plain = re.sub(r"^\d{1,2}(?:st|nd|rd|th)?\s+", "", plain, flags=re.IGNORECASE)
    elif kind == "quarter":
        return _quarter(plain)
    elif kind == "years":
        plain = re.sub(r"^fy\s?", "", plain, flags=re.IGNORECASE).replace(" ", "").replace("-", "/")
    try:
        return read_period(plain)
    except Problem:
        return None


def _quarter(plain: str) -> Period | None:
    number = re.search(r"q(?:uarter)?\s?([1-4])", plain, re.IGNORECASE)
    years = re.search(r"(20\d\d)\s?[/-]\s?(?:20)?(\d\d)", plain)
    if number is None or years is None:
        return None
    try:
        return read_period(f"{years[1]}/{years[2]} Q{number[1]}")
    except Problem:
        return None
