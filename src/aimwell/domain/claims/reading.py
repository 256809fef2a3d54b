"""What a sentence claims: its claims with the measures it names, or why it claims nothing of this place."""

from collections.abc import Sequence

from aimwell.domain.claims.claimed import Claim, Mention, NotAClaim, Places, Reading, Scope, SetAside
from aimwell.domain.claims.figure_claims import figure_claims
from aimwell.domain.claims.figures_said import figures_of
from aimwell.domain.claims.language import ClaimCode, ClaimKind, ClaimLanguage, PhraseRole
from aimwell.domain.claims.papers import Sentence, reads_as_heading
from aimwell.domain.claims.taken_apart import Parts, group_of, narrowed, other_place
from aimwell.domain.claims.times import StatedTime, TimeRole, stated_times
from aimwell.domain.claims.words import Match, Word, words_of

REACH_OF_A_NEGATION = 6  # words before a claim
REACH_OF_A_START = 10  # words after it
REACH_OF_AN_INTENTION = 9
TARGET_KINDS = frozenset(
    {
        ClaimKind.WILL_MEET,
        ClaimKind.KEEPS_MEETING,
        ClaimKind.MET,
        ClaimKind.ABOVE_TARGET,
        ClaimKind.BELOW_TARGET,
    }
)
GAPS = frozenset({ClaimKind.GAP_NARROWED, ClaimKind.GAP_WIDENED, ClaimKind.NO_GAP})
COMPARING = frozenset(
    {
        ClaimKind.BETTER_THAN_OTHERS,
        ClaimKind.WORSE_THAN_OTHERS,
        ClaimKind.ABOVE_OTHERS,
        ClaimKind.BELOW_OTHERS,
        ClaimKind.LIKE_OTHERS,
    }
)
RANKING = frozenset(
    {
        ClaimKind.AMONG_THE_BEST,
        ClaimKind.AMONG_THE_WORST,
        ClaimKind.BEST,
        ClaimKind.WORST,
        ClaimKind.HIGHEST,
        ClaimKind.LOWEST,
    }
)


def read_sentence(sentence: Sentence, language: ClaimLanguage, places: Places) -> Reading | None:
    """The claims of a sentence; None where there is nothing in it that could be one."""
    words = words_of(sentence.text)
    named = {at for m in language.subject_phrases.find(words) for at in range(m.first, m.last)}
    found = language.claim_phrases.find(words, never_first=named)
    mentions = mentions_in(sentence.text, words, language)
    if not found and not mentions:
        return None
    parts = _taken_apart(sentence, words, _without_others(found, words, language), mentions, language, places)
    claims, aside = _judged_phrases(parts, language, places)
    claims += figure_claims(parts, language, places)
    if not claims and not aside:
        return None
    whole = _whole_sentence(parts, language)
    if claims and whole is not None:
        aside.append(SetAside(sentence, whole, claims[0].words))
        claims = []
    once = {(claim.kind, claim.denied, claim.mentions, claim.figure): claim for claim in reversed(claims)}
    in_order = sorted(once.values(), key=lambda claim: claim.start)
    return Reading(sentence, tuple(in_order), tuple(aside))


def mentions_in(text: str, words: Sequence[Word], language: ClaimLanguage) -> list[Mention]:
    """The measures that a text names, in order."""
    return [
        Mention(text[words[m.first].start : words[m.last - 1].end], words[m.first].start, words[m.last - 1].end, m.payload)
        for m in language.subject_phrases.find(words)
    ]  # fmt: skip


def _without_others(
    found: list[Match[ClaimCode]], words: tuple[Word, ...], language: ClaimLanguage
) -> list[Match[ClaimCode]]:
    """Claims without those whose words belong to something else, such as "improvement plan"."""
    not_claims = language.role_phrases[PhraseRole.NOT_A_CLAIM].find(words)
    return [m for m in found if not any(n.first < m.last and m.first < n.last for n in not_claims)]


def _taken_apart(
    sentence: Sentence,
    words: tuple[Word, ...],
    claims: list[Match[ClaimCode]],
    mentions: list[Mention],
    language: ClaimLanguage,
    places: Places,
) -> Parts:
    breaks = {m.first for m in language.role_phrases[PhraseRole.CLAUSE].find(words)}
    if 0 in breaks:  # "Although visits rose, performance improved": the second thought begins at the comma
        breaks |= set(
            [n for n in range(1, len(words)) if "," in sentence.text[words[n - 1].end : words[n].start]][:1]
        )
    breaks |= {n for n in range(1, len(words)) if ";" in sentence.text[words[n - 1].end : words[n].start]}
    times = stated_times(sentence.text)
    figures = figures_of(sentence.text, words, mentions, times, language, is_england=places.is_england)
    return Parts(sentence, words, claims, mentions, times, tuple(sorted(breaks)), figures)


def _whole_sentence(parts: Parts, language: ClaimLanguage) -> NotAClaim | None:
    """Why nothing in a sentence is a claim."""
    text = parts.sentence.text
    if text.rstrip("\"'”’) ").endswith("?"):
        return NotAClaim.QUESTION
    finite = bool(language.role_phrases[PhraseRole.FINITE_VERB].find(parts.words)) or bool(parts.figures.free)
    first = min((m.first for m in parts.claims), default=len(parts.words))
    if reads_as_heading(parts.sentence, claim_at=first, finite=finite or 0 < first < len(parts.words)):
        return NotAClaim.HEADING
    return None


def _judged_phrases(
    parts: Parts, language: ClaimLanguage, places: Places
) -> tuple[list[Claim], list[SetAside]]:
    claims: list[Claim] = []
    aside: list[SetAside] = []
    for match in parts.claims:
        made = _claim(parts, match, language, places)
        reason = _why_not(parts, match, made, language, places)
        if reason is not None:
            aside.append(SetAside(parts.sentence, reason, made.words))
        elif made.kind is not ClaimKind.WILL_MEET or _names_a_target(made, language):
            claims.append(made)
    return claims, aside


def _names_a_target(claim: Claim, language: ClaimLanguage) -> bool:
    """Whether a forecast is about a target: "on track" always is, "will reach" only beside a target or figure."""
    words = words_of(claim.words)
    return bool(
        claim.target
        or claim.mentions
        or language.role_phrases[PhraseRole.TARGET].find(words)
        or "track" in claim.words.casefold()
    )


def _why_not(
    parts: Parts, match: Match[ClaimCode], claim: Claim, language: ClaimLanguage, places: Places
) -> NotAClaim | None:
    first, last = parts.clause(match.first)
    if _quoted(parts, match):
        return NotAClaim.QUOTATION
    before = parts.unnamed(parts.words[max(first, match.first - REACH_OF_AN_INTENTION) : match.last])
    roles = language.role_phrases
    if roles[PhraseRole.INTENTION].find(before):
        return NotAClaim.INTENTION
    ahead = parts.unnamed(parts.words[max(first, match.first - REACH_OF_AN_INTENTION) : match.first])
    if claim.kind is not ClaimKind.WILL_MEET and roles[PhraseRole.FORECAST].find(ahead):
        return NotAClaim.INTENTION
    outside = [*parts.words[first : match.first], *parts.words[match.last : last]]
    if ahead and ahead[-1].text == "to" and claim.kind is not ClaimKind.WILL_MEET:
        return NotAClaim.INTENTION
    comparing = claim.kind in COMPARING | RANKING
    if places.is_england or comparing or claim.place:
        return None
    elsewhere = roles[PhraseRole.OTHERS].find(outside) and not roles[PhraseRole.HERE].find(outside)
    return NotAClaim.OTHERS if elsewhere else None


def _quoted(parts: Parts, match: Match[ClaimCode]) -> bool:
    """Whether a claim stands inside quotation marks, as somebody else's words."""
    text = parts.sentence.text
    at = parts.words[match.first].start
    before = text[:at]
    opened = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    rest = text[at:]
    return opened and ("”" in rest or '"' in rest)


def _claim(parts: Parts, match: Match[ClaimCode], language: ClaimLanguage, places: Places) -> Claim:
    first, last = parts.clause(match.first)
    negations = language.role_phrases[PhraseRole.NEGATION]
    until = match.first if match.payload.says_no else match.last
    near = parts.words[max(first, match.first - REACH_OF_A_NEGATION) : until]
    negated = bool(negations.find(parts.unnamed(near)))
    start, end = parts.words[match.first].start, parts.words[match.last - 1].end
    in_clause = (parts.words[first].start, parts.words[last - 1].end)
    kind = match.payload.kind
    if kind is ClaimKind.MET and _is_forecast(parts.unnamed(parts.words[first : match.last]), language):
        kind = ClaimKind.WILL_MEET
    return Claim(
        kind=kind,
        denied=negated is not match.payload.denies,
        words=parts.sentence.text[start:end],
        start=start,
        mentions=_tied(parts, match),
        target=parts.figures.target(in_clause, start) if kind in TARGET_KINDS else None,
        time=_time(parts, start, in_clause, TimeRole.DUE if kind is ClaimKind.WILL_MEET else TimeRole.AT),
        since=_start_of_change(parts, match.last, in_clause),
        scope=_scope(parts.words[match.first : min(last, match.last + 4)], language),
        place=other_place(parts, (first, last), (match.first, match.last), places, language),
        group="" if kind in GAPS else group_of(parts, (first, last), language),
        points_back=bool(language.role_phrases[PhraseRole.POINTING].find(parts.words[first : match.last])),
        standing=bool(language.role_phrases[PhraseRole.STANDING].find(parts.words[first:last])),
        own_plan=bool(language.role_phrases[PhraseRole.OWN_PLAN].find(parts.words[match.first : match.last])),
    )


def _is_forecast(words: Sequence[Word], language: ClaimLanguage) -> bool:
    """ "The standard is forecast to be met" is no claim that it was met."""
    return bool(language.role_phrases[PhraseRole.FORECAST].find(words))


def _start_of_change(parts: Parts, last: int, clause: tuple[int, int]) -> StatedTime | None:
    """The time that a change is said to have begun at; it follows the claim closely."""
    ahead = parts.words[last : last + REACH_OF_A_START]
    reach = ahead[-1].end if ahead else 0
    end = parts.words[last - 1].end
    starts = [time for time in parts.times if time.role is TimeRole.BASELINE and time.start < clause[1]]
    return next((time for time in starts if end <= time.start < reach), None)


def _scope(words: Sequence[Word], language: ClaimLanguage) -> Scope:
    return Scope.REGION if language.role_phrases[PhraseRole.REGION].find(words) else Scope.ENGLAND


def _tied(parts: Parts, match: Match[ClaimCode]) -> tuple[Mention, ...]:
    """The measures that a claim speaks of: those before it in its clause, else those after, else of the last clause."""
    first, last = parts.clause(match.first)
    start, end = parts.words[match.first].start, parts.words[match.last - 1].end
    opens, closes = parts.words[first].start, parts.words[last - 1].end
    inside = [m for m in parts.mentions if opens <= m.start < closes]
    overlapping = [m for m in inside if m.start < end and start < m.end]
    others = [c for c in parts.claims if first <= c.first < last and c is not match]
    floor = max((parts.words[c.last - 1].end for c in others if c.first < match.first), default=opens)
    ceiling = min((parts.words[c.first].start for c in others if c.first > match.first), default=closes)
    before = [m for m in inside if floor <= m.start and m.end <= start]
    after = [m for m in inside if end <= m.start < ceiling]
    earlier = [m for m in parts.mentions if m.end <= start]
    return narrowed(overlapping + before or after) or narrowed(earlier)[-1:]


def _time(parts: Parts, start: int, clause: tuple[int, int], role: TimeRole) -> StatedTime | None:
    """The time of a role that stands nearest to a place in the text: in its clause, else in the sentence."""
    wanted = {role, TimeRole.UNCLEAR} if role is TimeRole.AT else {role}
    of_role = [time for time in parts.times if time.role in wanted]
    inside = [time for time in of_role if clause[0] <= time.start < clause[1]]
    return min(inside or of_role, key=lambda time: abs(time.start - start), default=None)
