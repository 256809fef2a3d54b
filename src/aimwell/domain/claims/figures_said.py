"""The figures of a sentence by what they are: said of a measure, a target, or something it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from aimwell.domain.claims.language import ClaimLanguage, PhraseRole
from aimwell.domain.claims.numbers import Bound, StatedFigure, stated_figures
from aimwell.domain.claims.times import StatedTime
from aimwell.domain.claims.words import Word

BEFORE = 4  # words in which a figure is introduced: "against a target of 78%"
AFTER = 3  # words in which it is named: "the 92% constitutional standard"


class Spanning(Protocol):
    """Something that stands somewhere in a text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one sentence. free: those said of a measure; targets: those named as one."""

    free: tuple[StatedFigure, ...]
    targets: tuple[StatedFigure, ...]

    def target(self, clause: tuple[int, int], at: int) -> StatedFigure | None:
        """The target that a claim names: a figure called so in its clause, else the first figure after it."""
        inside = [figure for figure in self.targets if clause[0] <= figure.start < clause[1]]
        ahead = [figure for figure in self.free if at <= figure.start < clause[1]]
        return (inside or self.targets[:1] or ahead[:1] or (None,))[0]


def figures_of(
    text: str,
    words: Sequence[Word],
    mentions: Sequence[Spanning],
    times: Sequence[StatedTime],
    language: ClaimLanguage,
    *,
    is_england: bool,
) -> Figures:
    """The figures of a text, without those that are part of a measure's name or of a date.

    is_england: whether figures of the nation are of the place that the paper is about.
    """
    free: list[StatedFigure] = []
    targets: list[StatedFigure] = []
    for figure in stated_figures(text):
        if any(span.start < figure.end and figure.start < span.end for span in (*mentions, *times)):
            continue
        before = [word for word in words if word.end <= figure.start][-BEFORE:]
        after = [word for word in words if word.start >= figure.end][:AFTER]
        if _is_target(figure, words, mentions, language):
            targets.append(figure)
        elif not _is_other(before, after, language, is_england=is_england):
            free.append(replace(figure, bound=_bound(before, language)))
    return Figures(tuple(free), tuple(targets))


def _is_target(
    figure: StatedFigure, words: Sequence[Word], mentions: Sequence[Spanning], language: ClaimLanguage
) -> bool:
    """ "Target of 78%", "the 78% target"; in "78% against a target of 80%" only the second is one.

    "Performance against the four-hour standard was 77.3%" says a figure, "the four-hour standard is 95%" a target.
    """
    roles = language.role_phrases
    all_before = [word for word in words if word.end <= figure.start]
    after = [word for word in words if word.start >= figure.end][:AFTER]
    before = all_before[-BEFORE:]
    performing = bool(roles[PhraseRole.PERFORMANCE].find(all_before))
    for match in roles[PhraseRole.TARGET].find(before):
        named = any(span.start <= before[match.first].start < span.end for span in mentions)
        between = before[match.last :]
        if not _figures_between(between) and not (
            named and (performing or not _only_says(between, language))
        ):
            return True
    if any(match.last == len(all_before) for match in roles[PhraseRole.TARGET_IS].find(all_before)):
        return not performing
    return _called_a_target(after, language)


def _only_says(between: Sequence[Word], language: ClaimLanguage) -> bool:
    """Whether nothing but "is" or "of" stands between a standard and its figure."""
    said = language.role_phrases[PhraseRole.STATES].find(between)
    return sum(match.last - match.first for match in said) == len(between)


def _called_a_target(after: Sequence[Word], language: ClaimLanguage) -> bool:
    roles = language.role_phrases
    called = roles[PhraseRole.TARGET].find(after)
    if not called:
        return False
    between = after[: called[0].first]
    return not roles[PhraseRole.BASELINE].find(between) and not roles[PhraseRole.LINK].find(between)


def _figures_between(words: Sequence[Word]) -> bool:
    return any(word.text[0].isdigit() for word in words)


def _is_other(
    before: Sequence[Word], after: Sequence[Word], language: ClaimLanguage, *, is_england: bool
) -> bool:
    """What a figure is compared with, the size of a change, or a figure of other places."""
    roles = language.role_phrases
    close = before[-3:]
    if roles[PhraseRole.CHANGE_BY].find(before[-1:]) or roles[PhraseRole.CHANGE_BY].find(after[:2]):
        return True
    compared = [m for m in roles[PhraseRole.BASELINE].find(close) if not _figures_between(close[m.last :])]
    others = roles[PhraseRole.OTHERS].find(after[:2]) or roles[PhraseRole.OTHERS].find(before[-3:])
    return bool(compared or (others and not is_england))


def _bound(before: Sequence[Word], language: ClaimLanguage) -> Bound:
    roles = language.role_phrases
    close = before[-2:]
    if roles[PhraseRole.ABOUT].find(close[-1:]) or roles[PhraseRole.ABOUT].find(close):
        return Bound.ABOUT
    if roles[PhraseRole.MORE_THAN].find(close):
        return Bound.MORE_THAN
    return Bound.LESS_THAN if roles[PhraseRole.LESS_THAN].find(close) else Bound.EXACT
