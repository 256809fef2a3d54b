"""Figures that a sentence says of a measure: "78% of people were seen within four hours"."""

from collections.abc import Sequence

from aimwell.domain.claims.claimed import Claim, Mention, Places
from aimwell.domain.claims.language import ClaimKind, ClaimLanguage, PhraseRole
from aimwell.domain.claims.numbers import FigureKind, StatedFigure
from aimwell.domain.claims.taken_apart import Parts, group_of, narrowed, other_place
from aimwell.domain.claims.times import StatedTime, TimeRole


def figure_claims(parts: Parts, language: ClaimLanguage, places: Places) -> list[Claim]:
    """A claim for each figure that is said of a measure."""
    made: list[Claim] = []
    for figure in parts.figures.free:
        clause = parts.clause_of_sign(figure.start)
        mentions = _subject_of(parts, figure, clause)
        if (
            _is_forecast_of(parts, figure, clause)
            or not mentions
            or not _reads_as_amount(parts, figure, language)
        ):
            continue
        first = sum(word.end <= clause[0] for word in parts.words)
        last = sum(word.start < clause[1] for word in parts.words)
        ahead = parts.unnamed([word for word in parts.words[first:last] if word.end <= figure.start])
        roles = language.role_phrases
        if roles[PhraseRole.INTENTION].find(ahead) or roles[PhraseRole.FORECAST].find(ahead):
            continue
        made.append(
            Claim(
                kind=ClaimKind.VALUE,
                denied=False,
                words=figure.words,
                start=figure.start,
                mentions=mentions,
                figure=figure,
                time=_time_of_figure(parts, figure, clause),
                place=other_place(parts, (first, last), (0, 0), places, language),
                group=group_of(parts, (first, last), language),
            )
        )
    return made


def _reads_as_amount(parts: Parts, figure: StatedFigure, language: ClaimLanguage) -> bool:
    """Whether a number says how much: with a unit, after "was" or "stood at", or before "people" or "pathways"."""
    if figure.kind is not FigureKind.PLAIN:
        return True
    before = [word for word in parts.words if word.end <= figure.start][-2:]
    after = [word for word in parts.words if word.start >= figure.end][:2]
    roles = language.role_phrases
    if roles[PhraseRole.COUNTED].find(after):
        return True
    rest = parts.sentence.text[figure.end :].lstrip()
    ended = not rest[:1].isalnum() or bool(roles[PhraseRole.AMOUNT_ENDS].find(after[:1]))
    return ended and bool(roles[PhraseRole.SAYS_AMOUNT].find(before))


def _is_forecast_of(parts: Parts, figure: StatedFigure, clause: tuple[int, int]) -> bool:
    """Whether a figure is what something is on track for."""
    return any(
        match.payload.kind is ClaimKind.WILL_MEET
        and clause[0] <= parts.words[match.first].start < figure.start
        for match in parts.claims
    )


def _subject_of(parts: Parts, figure: StatedFigure, clause: tuple[int, int]) -> tuple[Mention, ...]:
    inside = [m for m in parts.mentions if clause[0] <= m.start < clause[1]]
    before = [m for m in inside if m.end <= figure.start]
    after = [m for m in inside if m.start >= figure.end]
    earlier = [m for m in parts.mentions if m.end <= figure.start]
    return _as_one(before) or narrowed(after[:1]) or _as_one(earlier)


def _as_one(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """What the last mention means, narrowed by those before it: a figure is said of one measure."""
    return narrowed(list(reversed(mentions)))[:1]


def _time_of_figure(parts: Parts, figure: StatedFigure, clause: tuple[int, int]) -> StatedTime | None:
    """The time nearest after a figure, else before it: "was 77.3% in April, from 76.1% in March"."""
    usable = [time for time in parts.times if time.role in (TimeRole.AT, TimeRole.UNCLEAR)]
    inside = [time for time in usable if clause[0] <= time.start < clause[1]]
    return min(inside or usable, key=lambda time: abs(time.start - figure.start), default=None)
