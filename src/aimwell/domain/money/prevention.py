"""How money is said to prevent: tiers, classes, rules that suggest, packs that count, decisions that people take."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Tier(StrEnum):
    """How early money steps in; `not_prevention` is a statement too, and not the same as unclassified."""

    PRIMORDIAL = "primordial"  # conditions of life, so that risks never arise
    PRIMARY = "primary"  # stops a disease or need from starting
    SECONDARY = "secondary"  # finds it early
    TERTIARY = "tertiary"  # softens what lasts
    NONE = "not_prevention"  # it treats, maintains, pays or houses; it does not prevent


class Confidence(StrEnum):
    """How sure a class is. Sure alone makes the low figure, likely the central one, possible the high one."""

    SURE = "sure"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Setting(StrEnum):
    """Where the money works; the out-of-hospital proxy asks for nothing else."""

    HOSPITAL = "hospital"
    OUT_OF_HOSPITAL = "out_of_hospital"
    NEITHER = "neither"  # offices, estates, schools, roads
    UNKNOWN = ""


class Field(StrEnum):
    """A column of a ledger line that rules may read."""

    EXPENSE_TYPE = "expense_type"
    EXPENSE_AREA = "expense_area"
    SERVICE = "service"
    PURPOSE = "purpose"
    COST_CENTRE = "cost_centre"
    SUBJECTIVE = "subjective"
    CODES = "codes"
    SUPPLIER = "supplier_tidy"


FIELDS = tuple(Field)
DESCRIBING = tuple(field for field in Field if field is not Field.SUPPLIER)
"""Where a rule looks that names no column: what money was for, never who was paid."""

WHOLE = 100  # percent


@dataclass(frozen=True, slots=True)
class PreventionClass:
    """What a line is said to be. Packs count or leave it by these; none of them is a number of its own."""

    tier: Tier
    confidence: Confidence
    principal: bool = False  # prevention is what the money is for, not what it also does
    share: int = WHOLE  # percent of the line
    function: str = ""  # System of Health Accounts: HC.6.2
    grant_line: str = ""  # line of the public health grant's return
    setting: Setting = Setting.UNKNOWN
    delays_demand: bool = False  # reacts to need, and holds off more of it

    def __post_init__(self) -> None:
        if not 0 <= self.share <= WHOLE:
            raise ValueError(f"a share of {self.share}% is not between 0 and 100")


@dataclass(frozen=True, slots=True)
class Condition:
    """Words that have to stand in one of some columns. `*` at the end of a word stands for any ending."""

    words: tuple[str, ...]
    fields: tuple[Field, ...] = DESCRIBING


@dataclass(frozen=True, slots=True)
class Rule:
    """When all of `when` stand in a line and none of `unless`, the line may be of this class, because of that."""

    id: str
    title: str
    tier: Tier
    confidence: Confidence
    when: tuple[Condition, ...]
    rationale: str
    unless: tuple[Condition, ...] = ()
    principal: bool = False
    share: int = WHOLE
    function: str = ""
    grant_line: str = ""
    setting: Setting = Setting.UNKNOWN
    delays_demand: bool = False
    evidence: str = ""  # link
    verified: bool = False  # somebody has read the evidence, and it says so

    @property
    def suggests(self) -> PreventionClass:
        """The class it suggests. Raises ValueError for a share that is none."""
        return PreventionClass(
            self.tier, self.confidence, self.principal, self.share, self.function, self.grant_line, self.setting,
            self.delays_demand,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules of one subject. Sets are read by their order, rules by their place; the first that fits suggests."""

    id: str
    title: str
    order: int
    as_of: date
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """One thing a pack counts. Empty: any. Everything that is named has to fit."""

    because: str
    tiers: tuple[Tier, ...] = ()
    settings: tuple[Setting, ...] = ()
    function: str = ""  # or any below it: HC.6 takes HC.6.2 in
    grant_lines: bool = False  # any line of the public health grant's return
    principal: bool = False  # only where prevention is what the money is for
    delays_demand: bool = False  # only what holds off later need
    share: int = WHOLE  # percent that this pack counts of what is classified

    def takes(self, said: PreventionClass) -> bool:
        """Whether a class is among what is counted."""
        return (
            (not self.tiers or said.tier in self.tiers)
            and (not self.settings or said.setting in self.settings)
            and (not self.function or f"{said.function}.".startswith(f"{self.function}."))
            and (not self.grant_lines or bool(said.grant_line))
            and (not self.principal or said.principal)
            and (not self.delays_demand or said.delays_demand)
        )


@dataclass(frozen=True, slots=True)
class DefinitionPack:
    """One published idea of what counts as prevention, dated, beside the others."""

    id: str
    title: str
    short: str  # above a column
    idea: str
    principal_purpose: str  # what it makes of "the principal purpose"
    publisher: str
    source: str
    verified: bool  # the idea stands on the page named
    lines_verified: bool  # and so does what it makes of single kinds of spending
    as_of: date  # when this reading of it was written down
    counts: tuple[Counting, ...]
    published: date | None = None
    caveat: str = ""

    def percent_of(self, said: PreventionClass) -> int:
        """How much of what is classified it counts, in percent; the first that takes it speaks."""
        return next((each.share for each in self.counts if each.takes(said)), 0)


class Target(StrEnum):
    """What a decision is about; the narrower goes before the wider."""

    LINE = "line"  # a line id
    WORDING = "wording"  # the id of a wording: all lines of the same texts
    RULE = "rule"  # all lines that a rule, as it was then, suggests a class for


@dataclass(frozen=True, slots=True)
class Decision:
    """A class that a person decided on. It is added and never changed; a later one on the same replaces it."""

    number: int
    target: Target
    of: str  # line id, wording id or rule id
    said: PreventionClass
    rationale: str
    evidence: str
    by: str
    at: datetime
    pack: str = ""  # only in this pack; '' in all
    body: str = ""  # only of this body; '' of all
    rule_mark: str = ""  # of a rule: its content as it was confirmed; another content is another rule


def decision_for(
    pack: str, body: str, targets: tuple[tuple[Target, str], ...], decisions: tuple[Decision, ...]
) -> Decision | None:
    """The decision that holds: narrowest target, then this pack's own, then this body's own, then the latest."""
    fitting = [
        each
        for each in decisions
        if (each.target, each.of) in targets and each.pack in ("", pack) and each.body in ("", body)
    ]
    order = {target: rank for rank, target in enumerate(Target)}
    return min(
        fitting,
        key=lambda each: (order[each.target], not each.pack, not each.body, -each.number),
        default=None,
    )
