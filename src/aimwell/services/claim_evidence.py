"""What the release knows of a place, gathered once for all claims of a paper."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

import duckdb

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.claims.claimed import Places
from aimwell.domain.claims.evidence import DatedTarget, Evidence, Interval, Point
from aimwell.domain.claims.language import ClaimLanguage, ClaimWording
from aimwell.domain.claims.words import Phrases, words_of
from aimwell.domain.measures import Level
from aimwell.domain.places import PlaceKind
from aimwell.domain.rebases import Rebase, first_periods
from aimwell.domain.recency import is_recent
from aimwell.domain.verdicts import Verdict
from aimwell.services.ask_verdicts import PlacedVerdict, verdicts_for
from aimwell.sqltext import literal
from aimwell.store.folder import StoreFolder
from aimwell.store.released.place_values import intervals_of_others, series_beside_others
from aimwell.store.released.reading import footprint_in_force, places_path

NAMED_KINDS = tuple(
    kind.value
    for kind in (
        PlaceKind.REGION,
        PlaceKind.ICS,
        PlaceKind.COUNCIL,
        PlaceKind.TRUST,
        PlaceKind.AMBULANCE_TRUST,
    )
)
_FORM = re.compile(
    r"^(?:nhs)\s+|\s+(?:nhs\s+)?(?:foundation\s+)?trust$|\s+integrated care (?:board|system)$|\s+icb$|\(.*\)|,",
    re.I,
)


@dataclass(frozen=True, slots=True)
class ClaimPlace:
    """The place that a paper is about: its verdicts by measure, and the names of it and of other places."""

    id: str
    code: str
    name: str
    level: str
    region: str  # its id
    region_name: str
    verdicts: Mapping[str, Verdict]
    names: Places
    among: tuple[str, ...]  # ids of the places that it may be ranked with


def place_of_claims(folder: StoreFolder, place: str, language: ClaimLanguage) -> ClaimPlace:
    """A place by its code. Raises Problem for a code of no place; a place without verdicts has none."""
    placed = verdicts_for(folder, place=place)
    path = literal(places_path(folder))
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select id, code, ons, kind, name, region, footprints, valid_to from {path}"
        ).fetchall()
        own = _own_row(rows, place, placed)
        in_force = footprint_in_force("place", _day(own))
        systems = connection.execute(
            f"""with place as (from {path}) select id from place
                where list_contains(string_split(footprints, ' '), {in_force})"""
        ).fetchall()
    identity, code, _, kind, name, region, _, _ = own
    among = tuple(each[0] for each in systems) if kind == PlaceKind.ICS.value else ()
    regions = {row[0]: row[4] for row in rows if row[3] == PlaceKind.REGION.value}
    level = placed[0].level if placed else kind
    return ClaimPlace(
        id=placed[0].verdict.place if placed else identity,
        code=code,
        name=name,
        level=level,
        region=region or "",
        region_name=regions.get(region, ""),
        verdicts={each.verdict.measure: each.verdict for each in placed if each.level == level},
        names=_names(rows, own, level, language.wording.not_places),
        among=among,
    )


Row = tuple[str, str, str, str, str, str, str, date | None]


def _own_row(rows: Sequence[Row], place: str, placed: Sequence[PlacedVerdict]) -> Row:
    """The released row of the place that the verdicts are of, or that goes by the code; the newest extent first."""
    wanted = placed[0].verdict.place if placed else ""
    found = [row for row in rows if row[0] == wanted] or [
        row
        for row in rows
        if place.upper() in (row[0].upper(), (row[1] or "").upper(), (row[2] or "").upper())
    ]
    if found:
        return max(found, key=lambda row: row[7] or date.max)
    return (wanted, placed[0].place_code, "", placed[0].level, placed[0].place_name, "", "", None)


def _day(own: Row) -> str:
    return literal((own[7] or date.max).isoformat()) + "::date"


def _names(rows: Sequence[Row], own: Row, level: str, not_places: Sequence[str]) -> Places:
    """Names by which this place and others are known; a name that is also an ordinary word is left out."""
    mine = {_plain(own[4])} | {_plain(row[4]) for row in rows if row[1] == own[1]}
    phrases = [
        (plain, row[4])
        for row in rows
        if row[3] in NAMED_KINDS
        and (plain := _plain(row[4]))
        and plain not in mine
        and plain not in not_places
    ]
    return Places(
        Phrases((name, name) for name in mine if name),
        Phrases(dict(phrases).items()),
        is_england=level == Level.ENGLAND.value,
        is_organisation=level in (Level.PROVIDER.value, Level.PRACTICE.value),
    )


def _plain(name: str) -> str:
    """A name as people write it in a sentence, in words that can be looked for."""
    return " ".join(word.text for word in words_of(_FORM.sub(" ", name)) if word.text not in "%£…")


def gather_evidence(
    folder: StoreFolder,
    catalogue: Catalogue,
    about: ClaimPlace,
    measures: Sequence[str],
    wording: ClaimWording,
    today: date,
) -> dict[str, Evidence]:
    """The evidence for each measure of a place."""
    made: dict[str, Evidence] = {}
    with duckdb.connect() as connection:
        for name in measures:
            made[name] = _evidence(connection, folder, catalogue, about, name, wording, today)
    return made


def _evidence(
    connection: duckdb.DuckDBPyConnection,
    folder: StoreFolder,
    catalogue: Catalogue,
    about: ClaimPlace,
    name: str,
    wording: ClaimWording,
    today: date,
) -> Evidence:
    measure, verdict = catalogue.measures[name], about.verdicts[name]
    rows = series_beside_others(
        connection, folder, name, level=about.level, place=verdict.place, region=about.region
    )
    others = intervals_of_others(
        connection, folder, name, level=about.level, place=verdict.place, period=verdict.period, among=about.among
    )  # fmt: skip
    profile = catalogue.profiles.get(verdict.profile)
    return Evidence(
        measure=name,
        title=measure.title,
        short=measure.short,
        better=measure.better,
        unit=measure.unit,
        place=about.name,
        region=about.region_name,
        verdict=verdict,
        enough_points=profile.minimum_points_for_verdict if profile else 0,
        rules=profile.title if profile else verdict.profile,
        recent=is_recent(verdict.period, years=wording.newest_within_years, today=today),
        series=_series(rows, about.level, name, catalogue.rebases),
        others=tuple(Interval(*row) for row in others),
        targets=tuple(
            DatedTarget(priority.threshold, priority.by, priority.title, pack.standing)
            for pack in catalogue.packs
            for priority in pack.priorities
            if priority.measure == name and priority.verified and priority.threshold is not None
        ),
    )


def _series(
    rows: Sequence[dict[str, Any]], level: str, measure: str, rebases: Sequence[Rebase]
) -> tuple[Point, ...]:
    """The points of a chart, with the decisions by which its limits begin anew."""
    points = [Point(**_beside_others(row, level)) for row in _unique(rows)]
    known = [number for number, point in enumerate(points) if point.value is not None]
    for rebase in rebases:
        begins = first_periods(measure, [points[number].period for number in known], (rebase,))
        for number, begin in zip(known, begins, strict=True):
            if begin and number != known[0]:
                points[number] = replace(points[number], begins_anew=rebase.reason.rstrip("."))
    return tuple(points)


def _beside_others(row: dict[str, Any], level: str) -> dict[str, Any]:
    """A point of the series; nothing is compared with itself."""
    if level == Level.ENGLAND.value:
        return row | {"england": None, "region": None}
    return row | {"region": None} if level == Level.REGION.value else row


def _unique(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each period."""
    return list({row["period"]: row for row in chain(rows)}.values())
