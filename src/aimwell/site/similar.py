"""A system beside those most like it by who lives there: same measure, same period, with intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aimwell.catalogue.peers import read_peer_rule
from aimwell.domain.measures import Measure
from aimwell.domain.places import Place
from aimwell.domain.verdicts import Verdict
from aimwell.presentation.figures import unit_named
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import SiteContents
from aimwell.site.findings import Finding, finding
from aimwell.site.wording import range_words, value_words


@dataclass(frozen=True, slots=True)
class SimilarSystem:
    """One similar system's figure for the same period."""

    place: Link
    value: str
    likely: str
    value_id: str


@dataclass(frozen=True, slots=True)
class SimilarSystems:
    """The most similar system first; `sentence` says in words how the place stands among them."""

    sentence: str
    rows: tuple[SimilarSystem, ...]
    rule: str


@lru_cache(maxsize=8)
def _rule_words(definitions: Path) -> str:
    rule = read_peer_rule(definitions)
    return f"{rule.method} Source: {rule.source}." if rule else ""


def similar_systems(
    contents: SiteContents, measure: Measure, place: Place, found: Finding
) -> SimilarSystems | None:
    """The similar systems that have a figure for the same period; None where there are none."""
    own = found.verdict
    peers = [
        (contents.register.place(peer), other)
        for peer in _peer_ids(contents, place)
        if (other := finding(contents, measure, contents.register.place(peer)))
        and other.verdict.period == own.period
    ]
    if not peers:
        return None
    unit = unit_named(measure.unit)
    rows = tuple(
        SimilarSystem(
            place=Link(addresses.evidence(peer.id, measure.id), peer.name),
            value=value_words(other.verdict.value, unit, other.verdict.status),
            likely=range_words(other.verdict.lower, other.verdict.upper, unit),
            value_id=other.verdict.value_id,
        )
        for peer, other in peers
    )
    return SimilarSystems(
        _sentence(own, [other.verdict for _, other in peers]), rows, _rule_words(contents.definitions)
    )


def _peer_ids(contents: SiteContents, place: Place) -> Sequence[str]:
    """Of the newest set of systems that the place is part of."""
    for footprint in reversed(contents.footprints):
        found = contents.release.peers.get((footprint.starts.isoformat(), place.id))
        if found:
            return found
    return ()


def _sentence(own: Verdict, others: Sequence[Verdict]) -> str:
    if own.lower is None or own.upper is None:
        return "These figures come without a likely range, so nobody can say which differences are more than chance."
    lower, upper = own.lower, own.upper
    above = sum(other.upper is not None and other.upper < lower for other in others)
    below = sum(other.lower is not None and other.lower > upper for other in others)
    rest = len(others) - above - below
    parts = [f"higher than {above}" if above else "", f"lower than {below}" if below else ""]
    beyond = " and ".join(part for part in parts if part)
    if not beyond:
        return f"It is much the same as all {len(others)}: no difference is more than chance."
    return f"By more than chance, it is {beyond} of the {len(others)}" + (
        f", and much the same as {rest}." if rest else "."
    )
