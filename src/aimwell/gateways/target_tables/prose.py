"""Targets in sentences: 'Reduce smoking prevalence from 13.9% (2022) to 5% by 2030'."""

import re
from dataclasses import replace
from datetime import date

from aimwell.domain.draft_targets import DraftTarget, Read
from aimwell.domain.measure_names import MeasureNames
from aimwell.domain.target_numbers import direction_sign, read_quantity
from aimwell.domain.target_wordings import TargetWordings
from aimwell.gateways.target_tables.cells import CellReader

LONGEST = 400
BULLET = re.compile(r"^\s*(?:[-*•–●▪o]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
DUE = re.compile(
    r"^(?P<rest>.+)[,;]?\s+(?:by|before|until|no later than|in)\s+(?P<due>(?:the\s+)?(?:end\s+of\s+)?[^,;]*?\d{2}[^,;]*?)[.;]?$",
    re.IGNORECASE,
)
FROM_TO = re.compile(
    r"^(?P<what>.+?)\s+from\s+(?P<base>[^,;]*?\d[^,;]*?)\s+to\s+(?P<value>[^,;]*?\d[^,;]*?)$", re.IGNORECASE
)
TO = re.compile(
    r"^(?P<what>.+)\s+(?P<value>(?:(?:to|below|above|under|over|at least|at most|no more than|of)\s+)[^,;]*?\d[^,;]*?)$",
    re.IGNORECASE,
)
BY = re.compile(
    r"^(?P<what>.+?)\s+(?P<value>by\s+(?:[^,;]*?\d[^,;]*?|a\s\w+|one\s\w+|half|two[\s-]thirds|three quarters))$",
    re.IGNORECASE,
)


def draft_of_sentence(
    text: str, address: str, wordings: TargetWordings, names: MeasureNames
) -> DraftTarget | None:
    """A draft of a sentence that says a direction and a figure; None for any other."""
    sentence = BULLET.sub("", " ".join(text.split())).rstrip(".")
    sign = direction_sign(_first_words(sentence), wordings)
    if not sign or len(sentence) > LONGEST:
        return None
    reader = CellReader("", wordings)
    rest, due = _due(sentence, address, reader)
    draft = DraftTarget(
        address=address,
        target=Read(sentence, sentence, address),
        direction=Read(sign, _first_words(sentence).split(" ")[0], address),
        due=due,
    )
    for shape in (FROM_TO, BY, TO):
        if found := shape.match(rest):
            return _filled(draft, found, address, reader, names)
    if (halved := read_quantity(_first_words(rest), wordings)) is not None:
        words = rest.split(" ", 1)[-1]
        filled = replace(draft, value=Read(halved, rest, address, "a change by a share of the baseline"))
        return _named(filled, words, address, names)
    return None


def _filled(
    draft: DraftTarget, found: re.Match[str], address: str, reader: CellReader, names: MeasureNames
) -> DraftTarget | None:
    parts = found.groupdict()
    text = (
        parts["value"] if parts["value"].casefold().startswith("by ") else parts["value"].removeprefix("to ")
    )
    if text.casefold().startswith("by "):
        text = f"{draft.direction.written if draft.direction else ''} {text}"
    value = reader.figure(text, address, "")
    if value is None or value.quantity.value is None:
        return None
    base = reader.figure(parts["base"], address, value.quantity.value.unit) if parts.get("base") else None
    filled = replace(
        draft,
        value=replace(value.quantity, written=parts["value"]),
        due=draft.due or (_last_day(value.period) if value.period else None),
        baseline=base.quantity if base else None,
        baseline_period=base.period if base else None,
    )
    return _named(filled, parts["what"].split(" ", 1)[-1], address, names)


def _named(draft: DraftTarget, words: str, address: str, names: MeasureNames) -> DraftTarget:
    words = re.sub(r"^(?:the|our|in|of)\s+|\s+to$", "", words)
    measure = names.exactly(words)
    return replace(
        draft,
        measure_words=Read(words, words, address),
        measure=measure,
        candidates=() if measure else names.candidates(words),
    )


def _due(sentence: str, address: str, reader: CellReader) -> tuple[str, Read[date] | None]:
    """The sentence without its date, and the date."""
    if (found := DUE.match(sentence)) and (read := reader.due(found["due"], address)) and read.value:
        return found["rest"], read
    return sentence, None


def _last_day(period: Read) -> Read[date]:  # type: ignore[type-arg]
    return Read(period.value.end if period.value else None, period.written, period.address, period.how)


def _first_words(sentence: str) -> str:
    return " ".join(sentence.split(" ")[:2])
