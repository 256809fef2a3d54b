"""Reads funding streams in definitions/money/streams/, what they are scored by, and when the calendar speaks up."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from aimwell.catalogue.body_kinds import read_body_kinds
from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.money.alignment import AlignmentRules
from aimwell.domain.money.pot_score import Aspect, PotRules
from aimwell.domain.money.streams import Round, Stream, faults_of_round
from aimwell.domain.periods import Period
from aimwell.domain.problems import Problem, Problems, Where

SCORE, LIMITS = "pot_score.toml", "alignment.toml"

rename_keys(Stream, {"rounds": "round"})
rename_keys(PotRules, {"components": "component"})
rename_keys(AlignmentRules, {"purposes": "purpose"})


def read_streams(folder: Path) -> tuple[Stream, ...]:
    """Every stream, by its id. Raises Problems with all the faults of all files."""
    streams: list[Stream] = []
    problems: list[Problem] = []
    for path in sorted((folder / "money" / "streams").glob("*.toml")):
        stream, faults = read_definition(path, Stream, id=path.stem)
        problems += faults
        if stream:
            streams.append(stream)
    if not problems:
        bodies = {kind.id for kind in read_body_kinds(folder).kinds}
        purposes = {purpose.id for purpose in read_alignment_rules(folder).purposes}
        problems = [
            _fault(f"streams/{stream.id}.toml", text)
            for stream in streams
            for text in _faults(stream, streams, bodies, purposes)
        ]
    if problems:
        raise Problems(problems)
    return tuple(streams)


def read_pot_rules(folder: Path) -> PotRules:
    """How rounds are scored. Raises Problems with all the faults of the file."""
    rules, problems = read_definition(folder / "money" / SCORE, PotRules)
    if rules is None:
        raise Problems(problems)
    faults = list(_faults_of_score(rules))
    if faults:
        raise Problems(_fault(SCORE, text) for text in faults)
    return rules


def read_alignment_rules(folder: Path) -> AlignmentRules:
    """When the calendar speaks up. Raises Problems with all the faults of the file."""
    rules, problems = read_definition(folder / "money" / LIMITS, AlignmentRules)
    if rules is None:
        raise Problems(problems)
    if rules.overlap_streams < 2 or not rules.purposes:
        raise Problems([_fault(LIMITS, "an overlap takes two streams or more, and there must be purposes")])
    return rules


def _faults(stream: Stream, streams: Iterable[Stream], bodies: set[str], purposes: set[str]) -> Iterator[str]:
    yield from (f"'{body}' is no kind of body" for body in stream.to if body not in bodies)
    yield from (f"'{name}' is no declared purpose" for name in stream.purposes if name not in purposes)
    if not (stream.to and stream.given_by and stream.purposes and stream.rounds):
        yield "nobody gives or gets it, it is for nothing, or it has no round"
    if stream.followed_by and stream.followed_by not in {each.id for each in streams}:
        yield f"it is followed by '{stream.followed_by}', which is declared nowhere"
    ids = [each.id for each in stream.rounds]
    yield from (f"round '{name}' stands twice" for name in sorted(set(ids)) if ids.count(name) > 1)
    for each in stream.rounds:
        yield from (f"of round '{each.id}', {text}" for text in _faults_of(each))


def _faults_of(each: Round) -> list[str]:
    unread = [text for text in _times(each) if not _is_period(text)]
    if unread:
        return [f"'{text}' is no day or period" for text in unread]
    return faults_of_round(each)


def _times(each: Round) -> list[str]:
    told = [text for text in (each.announced, each.confirmed) if text]
    return [*told, *each.years, *(payment.when for payment in each.payments)]


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except Problem:
        return False
    return True


def _faults_of_score(rules: PotRules) -> Iterator[str]:
    aspects = [each.aspect for each in rules.components]
    if sorted(aspects) != sorted(Aspect):
        yield f"it must score each of {', '.join(Aspect)} once"
    for each in rules.components:
        if each.worst == each.best or each.weight < 1:
            yield f"'{each.aspect}' has no weight, or its worst is its best"


def _fault(file: str, text: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=f"In money/{file}, {text}.",
        expected="Streams for declared kinds of bodies and purposes, with rounds whose days and sums hold together.",
        remedy="Correct it; the files that come with aimwell show the form.",
        where=Where(f"money/{file}"),
    )
