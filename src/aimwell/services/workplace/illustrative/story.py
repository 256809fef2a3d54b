"""The invented year as its files tell it."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.problems import Problem, Problems


@dataclass(frozen=True, slots=True)
class SystemTold:
    """The invented system. figures_of: the code of the real one whose published figures it is shown with."""

    code: str
    name: str
    figures_of: str
    begins: date
    about: str


@dataclass(frozen=True, slots=True)
class BodyTold:
    """A body; links are texts such as 'committee_of city-council', the first word a nature of links."""

    id: str
    kind: str
    name: str
    short_name: str
    links: tuple[str, ...] = ("part_of system",)
    about: str = ""


@dataclass(frozen=True, slots=True)
class PostTold:
    """A post, and the account of the invented person who holds it ('' while it is vacant)."""

    id: str
    title: str
    body: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class AccountTold:
    """Somebody who signs in. opens: whether the demonstration lets people look through its eyes."""

    id: str
    name: str
    role: str
    opens: bool = False


@dataclass(frozen=True, slots=True)
class OverrideTold:
    """That one priority more was let in, by name."""

    on: date
    by: str
    pack: str
    because: str
    ends: date


@dataclass(frozen=True, slots=True)
class PriorityTold:
    """A priority; one of a pack takes its title and days from there."""

    id: str
    aim: str
    why: str
    on: date
    because: str
    approved_on: date
    approved_because: str
    title: str = ""
    need: str = ""
    pack: str = ""
    pack_priority: str = ""
    owner: str = ""
    starts: date | None = None
    ends: date | None = None
    instead_of: str = ""
    author: str = "strategy"


@dataclass(frozen=True, slots=True)
class AskedTold:
    """People who were asked."""

    on: date
    who: str
    how: str
    said: str
    changed: str = ""
    how_many: int | None = None


@dataclass(frozen=True, slots=True)
class SignedTold:
    """A partner's signature."""

    on: date
    by: str
    body: str


@dataclass(frozen=True, slots=True)
class TargetChanged:
    """A change of a target, and when it was approved again."""

    on: date
    because: str
    approved_on: date
    approved_because: str
    value: float | None = None
    by: date | None = None


@dataclass(frozen=True, slots=True)
class TargetTold:
    """A target. baseline_period: the period whose released figure is frozen; way: 'straight', or '' for none."""

    id: str
    title: str
    priority: str
    on: date
    because: str
    approved_on: date | None = None
    approved_because: str = ""
    proposed_on: date | None = None
    sent_back_on: date | None = None
    sent_back_because: str = ""
    measure: str = ""
    place: str = ""
    breakdown: str = "all"
    direction: str = ""
    baseline_period: str = ""
    value: float | None = None
    by: date | None = None
    way: str = ""
    gap_by: str = ""
    gap_words: str = ""
    gap_baseline: float | None = None
    gap_value: float | None = None
    gap_due: date | None = None
    owner: str = ""
    evidence: str = ""
    review_on: date | None = None
    author: str = "analyst"
    asked: tuple[AskedTold, ...] = ()
    signed: tuple[SignedTold, ...] = ()
    changed: tuple[TargetChanged, ...] = ()
    retired_on: date | None = None
    retired_because: str = ""


@dataclass(frozen=True, slots=True)
class NeedTold:
    """A need, and the published figure that shows it."""

    id: str
    title: str
    words: str
    source: str
    on: date
    priorities: tuple[str, ...] = ()
    measure: str = ""
    place: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class MoneyTold:
    """A budget line; amount in pounds and pence, as text, so that it stays exact."""

    id: str
    title: str
    amount: str
    year: str
    stream: str
    payer: str
    on: date


@dataclass(frozen=True, slots=True)
class ProgressTold:
    """How an action went by a day."""

    on: date
    progress: str
    because: str


@dataclass(frozen=True, slots=True)
class ActionTold:
    """An action of a commitment."""

    title: str
    due: date
    owner: str = ""
    words: str = ""
    partners: tuple[str, ...] = ()
    budget: str = ""
    measures: tuple[str, ...] = ()
    went: tuple[ProgressTold, ...] = ()


@dataclass(frozen=True, slots=True)
class CommitmentTold:
    """A commitment of a plan."""

    title: str
    words: str
    priority: str = ""
    targets: tuple[str, ...] = ()
    actions: tuple[ActionTold, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionTold:
    """A part of a plan's text."""

    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """An answer to what a plan has to contain."""

    item: str
    where: str = ""
    does_not_apply_because: str = ""


@dataclass(frozen=True, slots=True)
class PlanTold:
    """A plan with all its parts. approved_on None: it is a draft still."""

    id: str
    kind: str
    title: str
    owner: str
    starts: date
    ends: date
    summary: str
    on: date
    because: str
    approved_on: date | None = None
    approved_because: str = ""
    again_on: date | None = None  # when progress was taken up and approved
    sections: tuple[SectionTold, ...] = ()
    answers: tuple[AnswerTold, ...] = ()
    commitments: tuple[CommitmentTold, ...] = ()


@dataclass(frozen=True, slots=True)
class StepSignedTold:
    """A signature in a chain of sign-off."""

    on: date
    by: str
    signed_as: str


@dataclass(frozen=True, slots=True)
class DutyTold:
    """A due date that somebody took up, or set aside (`aside` says why)."""

    duty: str
    occurrence: str
    body: str
    on: date
    because: str
    owner: str = ""
    aside: str = ""
    signed: tuple[StepSignedTold, ...] = ()
    delivered_on: date | None = None
    where: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    """The file of the system, its bodies and people."""

    system: SystemTold
    bodies: tuple[BodyTold, ...]
    posts: tuple[PostTold, ...]
    accounts: tuple[AccountTold, ...]


@dataclass(frozen=True, slots=True)
class Promises:
    """The file of priorities and overrides."""

    priorities: tuple[PriorityTold, ...]
    overrides: tuple[OverrideTold, ...] = ()


@dataclass(frozen=True, slots=True)
class Targets:
    """The file of targets."""

    targets: tuple[TargetTold, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """The file of needs and money."""

    needs: tuple[NeedTold, ...]
    money: tuple[MoneyTold, ...]


@dataclass(frozen=True, slots=True)
class Duties:
    """The file of duties."""

    duties: tuple[DutyTold, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The whole year."""

    who: Who
    promises: Promises
    targets: tuple[TargetTold, ...]
    needs: Needs
    plans: tuple[PlanTold, ...] = field(default=())
    duties: tuple[DutyTold, ...] = ()


rename_keys(Who, {"bodies": "body", "posts": "post", "accounts": "account"})
rename_keys(Promises, {"priorities": "priority", "overrides": "override"})
rename_keys(Targets, {"targets": "target"})
rename_keys(Needs, {"needs": "need"})
rename_keys(Duties, {"duties": "duty"})
rename_keys(PlanTold, {"sections": "section", "answers": "answer", "commitments": "commitment"})
rename_keys(CommitmentTold, {"actions": "action"})


def read_story(folder: Path) -> Story:
    """The story in a folder. Raises Problems with all the faults of all files."""
    faults: list[Problem] = []
    found: dict[str, Any] = {}
    for name, kind in (("who", Who), ("priorities", Promises), ("targets", Targets), ("needs-and-money", Needs),
                       ("duties", Duties)):  # fmt: skip
        found[name], problems = read_definition(folder / f"{name}.toml", kind)
        faults += problems
    plans: list[Any] = []
    for path in sorted((folder / "plans").glob("*.toml")):
        plan, problems = read_definition(path, PlanTold, id=path.stem)
        faults += problems
        plans.append(plan)
    if faults:
        raise Problems(faults)
    return Story(
        found["who"], found["priorities"], found["targets"].targets, found["needs-and-money"],
        tuple(plans), found["duties"].duties,
    )  # fmt: skip
