"""A sentence taken apart: its words, clauses, and the measures, times and figures that it names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aimwell.domain.claims.claimed import Mention, Places
from aimwell.domain.claims.figures_said import Figures
from aimwell.domain.claims.language import ClaimCode, ClaimLanguage, PhraseRole
from aimwell.domain.claims.papers import Sentence
from aimwell.domain.claims.times import StatedTime
from aimwell.domain.claims.words import Match, Word


@dataclass(frozen=True, slots=True)
class Parts:
    """A sentence taken apart once."""

    sentence: Sentence
    words: tuple[Word, ...]
    claims: list[Match[ClaimCode]]
    mentions: list[Mention]
    times: tuple[StatedTime, ...]
    breaks: tuple[int, ...]  # words at which another clause begins
    figures: Figures

    def clause(self, at: int) -> tuple[int, int]:
        """First and last word (not included) of the clause that a word is in."""
        return (
            max((b for b in self.breaks if b <= at), default=0),
            min((b for b in self.breaks if b > at), default=len(self.words)),
        )

    def unnamed(self, words: Sequence[Word]) -> list[Word]:
        """Words without those of a measure's name, such as "no" in "no criteria to reside"."""
        return [w for w in words if not any(m.start <= w.start < m.end for m in self.mentions)]

    def clause_of_sign(self, start: int) -> tuple[int, int]:
        """The same for a place in the text, in signs."""
        at = next((number for number, word in enumerate(self.words) if word.end > start), 0)
        first, last = self.clause(at)
        return self.words[first].start, self.words[last - 1].end


def narrowed(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Mentions that can mean one thing together are one: "A&E performance against the four-hour standard"."""
    made: list[Mention] = []
    for mention in mentions:
        for number, other in enumerate(made):
            both = tuple(thing for thing in other.choice if thing in mention.choice)
            if both:
                made[number] = replace(other, choice=both)
                break
        else:
            made.append(mention)
    return tuple(made)


def group_of(parts: Parts, clause: tuple[int, int], language: ClaimLanguage) -> str:
    """The words for some of the people that a clause speaks of; '' where it speaks of everyone."""
    words = parts.unnamed(parts.words[clause[0] : clause[1]])
    found = language.role_phrases[PhraseRole.GROUP].find(words)
    if not found:
        return ""
    return parts.sentence.text[words[found[0].first].start : words[found[0].last - 1].end]


def other_place(
    parts: Parts, clause: tuple[int, int], claim: tuple[int, int], places: Places, language: ClaimLanguage
) -> str:
    """The name of another place that a clause speaks of; '' where it speaks of this one."""
    words = parts.words[clause[0] : clause[1]]
    own = places.own.find(words)
    others = places.others.find(words)
    inside = [o for o in others if not any(o.first < w.last and w.first < o.last for w in own)]
    shift = clause[0]
    outside = [o for o in inside if not (claim[0] <= o.first + shift < claim[1])]
    if outside and not own:
        return outside[0].payload
    bodies = () if places.is_organisation else language.role_phrases[PhraseRole.ONE_BODY].find(words)
    return " ".join(word.text for word in words[bodies[0].first : bodies[0].last]) if bodies else ""
