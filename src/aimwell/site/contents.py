"""Everything that pages are made from: a release, the definitions it was made by, and today's date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from aimwell.catalogue.boundaries import read_boundaries
from aimwell.catalogue.codelists import read_labels
from aimwell.catalogue.everything import Catalogue
from aimwell.catalogue.places import read_overlaps, read_register
from aimwell.catalogue.plans import read_plan_rules
from aimwell.catalogue.residents_view import read_residents_view
from aimwell.catalogue.standing import read_standing_rule
from aimwell.catalogue.talking_points import read_talking_points
from aimwell.domain.boundaries import Boundaries
from aimwell.domain.footprints import Footprint, NotAvailable, Overlaps, bridge, systems_of
from aimwell.domain.labels import Labels
from aimwell.domain.measures import Level, Measure
from aimwell.domain.periods import Period, PeriodKind
from aimwell.domain.places import Place, PlaceKind, Register
from aimwell.domain.plan_checklists import PlanRules
from aimwell.domain.residents_view import ResidentsView
from aimwell.domain.talking_points import TalkingPointsRule
from aimwell.domain.workplace.standing import StandingRule
from aimwell.site.reader import Release
from aimwell.site.standings import Judged, JudgedBy, chart_rules, in_figures, judge_targets, place_ids
from aimwell.store.released.promises import as_fields

ENGLAND = "ENG"
SPECIALTY = "treatment_function"  # the column of waiting times that says the specialty


@dataclass(frozen=True)
class SiteContents:
    """What the site is made of. definitions: the folder; today: passed in by the front door."""

    release: Release
    definitions: Path
    today: date

    @cached_property
    def catalogue(self) -> Catalogue:
        """The declared measures, feeds, packs and profiles."""
        return Catalogue(self.definitions)

    @cached_property
    def register(self) -> Register:
        """Places with their relations."""
        return read_register(self.definitions)

    @cached_property
    def overlaps(self) -> Overlaps:
        """The footprints and what leads from one to another."""
        return read_overlaps(self.definitions)

    @property
    def footprints(self) -> tuple[Footprint, ...]:
        """The sets of systems, oldest first."""
        return self.overlaps.footprints

    @cached_property
    def newest(self) -> Footprint:
        """The set of systems that holds now: the front page shows it."""
        begun = [footprint for footprint in self.footprints if footprint.starts <= self.today]
        return (begun or self.footprints)[-1]

    @cached_property
    def systems(self) -> tuple[Place, ...]:
        """Every system of every footprint once, by name; those of today first among equals."""
        found = {
            place.id: place for footprint in self.footprints for place in systems_of(self.register, footprint)
        }
        return tuple(sorted(found.values(), key=lambda place: (place.name, place.valid_to is not None)))

    @cached_property
    def invented(self) -> tuple[Place, ...]:
        """Systems that were invented to show how promises look: no register knows them, and they have no figures."""
        return tuple(
            Place(key, PlaceKind.ICS, each.name, each.code, "", None, None)
            for key, each in self.release.promises.items()
            if each.figures_of and key not in self.register
        )

    @cached_property
    def accounts(self) -> tuple[Place, ...]:
        """The places that have an account of their own: England and every system."""
        return (self.register.place(ENGLAND), *self.systems)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Declared measures that have values, in the order of their aims and titles."""
        known = self.catalogue.measures
        held = [known[each] for each in self.release.measures if each in known]
        return tuple(sorted(held, key=lambda measure: (AIM_ORDER.index(measure.aim.value), measure.short)))

    @cached_property
    def system_measures(self) -> tuple[Measure, ...]:
        """Measures with values for systems or England as a whole."""
        return tuple(m for m in self.measures if {Level.ICS, Level.ENGLAND} & set(m.levels))

    def boundaries(self, footprint: Footprint) -> Boundaries | None:
        """The outlines of a footprint; None where nobody has drawn them."""
        return _boundaries(self.definitions, footprint)

    @cached_property
    def labels(self) -> Labels:
        """What groups are called, and the order they stand in."""
        return read_labels(self.definitions)

    def group_name(self, breakdown: str) -> str:
        """A group in words: 'treatment_function:C_130' is 'Ophthalmology'."""
        return self.labels.of_breakdown(breakdown)

    @cached_property
    def talking_rule(self) -> TalkingPointsRule:
        """The rule of what to talk about."""
        return read_talking_points(self.definitions)

    @cached_property
    def residents_view(self) -> ResidentsView:
        """What residents are told first."""
        return read_residents_view(self.definitions)

    @cached_property
    def standing_rule(self) -> StandingRule:
        """How many figures it takes to say how a promise stands."""
        return read_standing_rule(self.definitions)

    @cached_property
    def plan_rules(self) -> tuple[PlanRules, ...]:
        """What each kind of plan has to contain, oldest rules first."""
        return read_plan_rules(self.definitions)

    @cached_property
    def place_ids(self) -> Mapping[str, str]:
        """The id of the place that a code means today."""
        return place_ids(self.release.places.values(), self.today)

    @cached_property
    def standings(self) -> Mapping[str, Judged]:
        """How every published target stands, by its id: those of all systems in one read."""
        targets = [
            in_figures(as_fields(target), self.catalogue.measures)
            for promises in self.release.promises.values()
            for target in promises.targets
        ]
        profile = chart_rules(self.release, self.catalogue.profiles)
        by = JudgedBy(profile, self.standing_rule, self.today)
        return judge_targets(targets, self.release.folder, self.place_ids, by)

    @cached_property
    def specialty_systems(self) -> Mapping[str, frozenset[str]]:
        """The specialties that have figures for any provider, by name, with the systems these are in ('' for none)."""
        found: dict[str, set[str]] = {}
        level = Level.PROVIDER.value
        held = [self.release.values(measure.id) for measure in self.measures if has_specialties(measure)]
        for place, group in {pair for values in held if values for pair in values.all_groups(level)}:
            if group.startswith(f"{SPECIALTY}:"):
                found.setdefault(group, set()).add(self.system_of_provider(place))
        return {group: frozenset(found[group]) for group in sorted(found, key=self.group_name)}

    @property
    def specialties(self) -> tuple[str, ...]:
        """The specialties that have figures for any provider, by name."""
        return tuple(self.specialty_systems)

    def system_of_provider(self, place: str) -> str:
        """The id of the system of today that a provider is listed under; '' where it is in none."""
        if place not in self._systems_of_providers:
            self._systems_of_providers[place] = self._listed_under(place)
        return self._systems_of_providers[place]

    @cached_property
    def _systems_of_providers(self) -> dict[str, str]:
        return {}

    def _listed_under(self, place: str) -> str:
        if place not in self.register:
            return ""
        found = self.register.parents(self.register.place(place), PlaceKind.ICS, self.today)
        return found[0].id if found else ""

    @cached_property
    def findings(self) -> dict[tuple[str, str], object]:
        """What site.findings has gathered before, since several pages show the same."""
        return {}

    @cached_property
    def _not_available(self) -> Mapping[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for footprint in self.footprints:
            refused: tuple[NotAvailable, ...] = bridge(self.register, self.overlaps, footprint).not_available
            found |= {(each.target_id, each.source_kind.value): each.reason for each in refused}
        return found

    def why_not(self, measure: Measure, place: Place) -> str:
        """Why a measure has no values for a system, in a sentence."""
        level = Level.ENGLAND if place.kind is PlaceKind.ENGLAND else Level.ICS
        if level not in measure.levels:
            kinds = listed([LEVEL_WORDS[each] for each in measure.levels])
            return f"It is worked out for {kinds} only."
        reason = self._not_available.get((place.id, "ics"), "")
        if reason:
            return f"Not available for these borders. {reason}"
        return "The files taken so far have no figure for it. Take more of the publisher's files to fill it."


def has_specialties(measure: Measure) -> bool:
    """Whether a measure is worked out for the specialties of each provider."""
    return any(each.by == SPECIALTY and Level.PROVIDER in each.levels for each in measure.breakdowns)


def place_level(place: Place) -> str:
    """The level at which a place with an account has values."""
    return "england" if place.kind is PlaceKind.ENGLAND else "ics"


def listed(parts: list[str]) -> str:
    """Words joined as people say them."""
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part) if parts else ""


@lru_cache(maxsize=8)
def _boundaries(definitions: Path, footprint: Footprint) -> Boundaries | None:
    drawn = definitions / "geographies" / f"boundaries_{footprint.starts}.json"
    return read_boundaries(definitions, footprint) if drawn.is_file() else None


@lru_cache(maxsize=4096)
def period_words(text: str) -> str:
    """A period as people say it."""
    return Period.parse(text).words


@lru_cache(maxsize=4096)
def period_label(text: str) -> str:
    """A period short enough to stand under an axis."""
    period = Period.parse(text)
    match period.kind:
        case PeriodKind.DAY:
            return f"{period.start.day} {period.start:%b %Y}"
        case PeriodKind.MONTH:
            return f"{period.start:%b %Y}"
        case PeriodKind.QUARTER:
            return f"{period.start:%b} to {period.end:%b %Y}"
        case PeriodKind.CALENDAR_YEAR | PeriodKind.FINANCIAL_YEAR:
            return text
        case PeriodKind.CALENDAR_YEARS | PeriodKind.FINANCIAL_YEARS | PeriodKind.QUARTERS:
            return f"{period.start:%Y} to {period.end:%Y}"


def day_words(day: date) -> str:
    """A day as people say it."""
    return Period.day(day).words


AIM_ORDER = ("outcomes", "inequality", "productivity", "development")
AIM_WORDS = {
    "outcomes": "Better health and care",
    "inequality": "Fairer health and care",
    "productivity": "Better use of what there is",
    "development": "Wider social and economic development",
}
LEVEL_WORDS = {
    Level.ENGLAND: "England",
    Level.REGION: "NHS regions",
    Level.ICS: "integrated care systems",
    Level.SUB_ICB: "parts of systems",
    Level.COUNCIL: "councils",
    Level.DISTRICT: "districts",
    Level.PROVIDER: "hospitals and other providers",
    Level.PRACTICE: "general practices",
}
