"""What rules suggest for the lines held, and what a person makes of it. Nothing changes unless somebody confirms."""

from dataclasses import dataclass
from datetime import datetime

from aimwell.catalogue.prevention import Prevention, rule_mark
from aimwell.domain.money.prevention import Decision, PreventionClass, Rule, Target, decision_for
from aimwell.domain.money.prevention_baseline import Baseline
from aimwell.domain.problems import Problem, Where
from aimwell.pipeline.money.prevention_cells import read_ledgers
from aimwell.pipeline.money.read_lines import Dispute, WordingFound
from aimwell.store.folder import StoreFolder
from aimwell.store.records.prevention_log import add, decisions_in, read_log


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What one rule suggests, for how many lines, and whether a person confirmed or replaced it for all of them."""

    rule: Rule
    lines: int
    pence: int
    private_lines: int
    examples: tuple[str, ...]
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Everything that the rules make of the lines held."""

    by_rule: tuple[Suggestion, ...]
    unclassified_lines: int
    unclassified_pence: int
    lines: int
    pence: int
    disputes: tuple[Dispute, ...]
    lapsed: tuple[Decision, ...]  # on rules that have changed since: somebody has to look again


def holding(prevention: Prevention, decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """The decisions that hold: those on a rule only while the rule is what it was when somebody confirmed it."""
    return tuple(each for each in decisions if not _has_lapsed(each, prevention))


def _has_lapsed(decision: Decision, prevention: Prevention) -> bool:
    if decision.target is not Target.RULE:
        return False
    marks = {rule.id: rule_mark(rule) for rule in prevention.rules}
    return marks.get(decision.of) != decision.rule_mark


def suggest(*, folder: StoreFolder, prevention: Prevention) -> Suggestions:
    """Each rule with what it fits, its examples and its decision; what is unclassified; where rules disagree."""
    decisions = decisions_in(read_log(folder))
    standing = holding(prevention, decisions)
    ledger = read_ledgers(folder, prevention.rules, standing)
    cells, examples = ledger.cells(), ledger.examples()
    found = []
    for rule in prevention.rules:
        own = [cell for cell in cells if cell.rule == rule.id]
        if own:
            private = sum(cell.lines for cell in own if cell.private)
            decision = decision_for("", "", ((Target.RULE, rule.id),), standing)
            lines, pence = sum(cell.lines for cell in own), sum(cell.pence for cell in own)
            found.append(Suggestion(rule, lines, pence, private, examples.get(rule.id, ()), decision))
    rest = [cell for cell in cells if not cell.rule]
    return Suggestions(
        by_rule=tuple(found),
        unclassified_lines=sum(cell.lines for cell in rest),
        unclassified_pence=sum(cell.pence for cell in rest),
        lines=sum(cell.lines for cell in cells),
        pence=sum(cell.pence for cell in cells),
        disputes=ledger.disputes(),
        lapsed=tuple(each for each in decisions if each not in standing),
    )


def wordings(
    *, folder: StoreFolder, prevention: Prevention, classified: bool | None = None
) -> tuple[WordingFound, ...]:
    """Lines gathered by what they say, the most money first, for people to look through. Private lines are in none."""
    return read_ledgers(folder, prevention.rules).wordings(classified=classified)


def decided_so_far(
    *, folder: StoreFolder, prevention: Prevention
) -> tuple[tuple[Decision | Baseline, bool], ...]:
    """The log of decisions and baselines, oldest first, each with whether it still holds."""
    entries = read_log(folder)
    standing = set(holding(prevention, decisions_in(entries)))
    return tuple((each, isinstance(each, Baseline) or each in standing) for each in entries)


def confirm(
    *,
    folder: StoreFolder,
    prevention: Prevention,
    target: Target,
    of: str,
    by: str,
    reason: str,
    at: datetime,
    said: PreventionClass | None = None,
    pack: str = "",
    body: str = "",
    evidence: str = "",
) -> Decision:
    """Write down that a person decided. Without `said`, a rule is confirmed as it suggests."""
    _require_words(by, reason)
    rule = prevention.rule(of) if target is Target.RULE else None
    if pack:
        prevention.pack(pack)
    if said is None and rule is None:
        raise Problem(
            code="prevention.no-class",
            found=f"Nothing says what the {target.value} '{of}' is.",
            expected="A tier for a wording or a line; only rules suggest one of their own.",
            remedy="Say it with --tier.",
            where=Where(column="--tier"),
        )
    if target is not Target.RULE:
        _require_found(folder, prevention, target, of)
    with folder.writing():
        entries = read_log(folder)
        decision = Decision(
            number=len(entries) + 1,
            target=target,
            of=of,
            said=said or prevention.rule(of).suggests,
            rationale=reason.strip(),
            evidence=evidence,
            by=by.strip(),
            at=at,
            pack=pack,
            body=body,
            rule_mark=rule_mark(rule) if rule else "",
        )
        add(folder, decision)
    return decision


def _require_words(by: str, reason: str) -> None:
    for word, option in ((by, "--by"), (reason, "--reason")):
        if not word.strip():
            raise Problem(
                code="prevention.no-author",
                found="A decision without a name or a reason.",
                expected="Who decided, and why.",
                remedy=f"Say it with {option}.",
                where=Where(column=option),
            )


def _require_found(folder: StoreFolder, prevention: Prevention, target: Target, of: str) -> None:
    ledger = read_ledgers(folder, prevention.rules)
    known = ledger.has_wording(of) if target is Target.WORDING else ledger.has_line(of)
    if not known:
        raise Problem(
            code=f"prevention.no-such-{target.value}",
            found=f"No {target.value} among the lines held has the id '{of}'.",
            expected="An id as `aimwell money classify --by wording` shows it, or a line's own.",
            remedy="Copy it from there.",
            where=Where(column=f"--{target.value}"),
        )
