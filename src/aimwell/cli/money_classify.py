"""`aimwell money classify` and `aimwell money confirm`: what rules suggest, and what a person makes of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aimwell.cli.money_amounts import print_amounts
from aimwell.cli.options import (
    definitions_folder,
    definitions_option,
    format_option,
    store_option,
    written_to,
)
from aimwell.domain.problems import Problem, Where
from aimwell.store.folder import StoreFolder

if TYPE_CHECKING:
    from aimwell.catalogue.prevention import Prevention
    from aimwell.domain.money.prevention import PreventionClass
    from aimwell.services.money.classify_prevention import Suggestions

RULE_COLUMNS = ("rule", "title", "tier", "confidence", "principal", "share_percent", "function", "function_verified",
                "grant_line", "setting", "lines", "private_lines", "pounds", "rationale", "evidence",
                "evidence_verified", "confirmed_by", "confirmed_on", "examples")  # fmt: skip
WORDING_COLUMNS = ("wording", "body", "rule", "lines", "pounds", "expense_type", "expense_area", "service", "purpose",
                   "cost_centre", "subjective", "codes")  # fmt: skip
DISPUTE_COLUMNS = ("rule", "other_rule", "lines", "pounds")
DECISION_COLUMNS = (
    "number",
    "kind",
    "of",
    "class",
    "pack",
    "body",
    "by",
    "at",
    "reason",
    "evidence",
    "holds",
)
MOST_DISPUTES = 10


@click.command(epilog="Example: aimwell money classify --store account")
@store_option
@click.option(
    "--list",
    "what",
    type=click.Choice(["rules", "wordings", "unclassified", "disputes", "decisions"]),
    default="rules",
    show_default=True,
    help="What to list: rules with what they fit, wordings, wordings that no rule knows, where rules disagree, what was decided.",
)
@format_option("text", "csv", "json")
@click.option("--out", "-o", type=click.Path(path_type=Path), default=None, help="File to write.")
@definitions_option
def classify(store: Path, what: str, output: str, out: Path | None, definitions: Path | None) -> None:
    """Suggest which ledger lines prevent, and how: by rules that anyone may read. It changes nothing.

    Confirm what is right with `aimwell money confirm`. Lines that may name a private person are counted and never listed.
    """
    from aimwell.catalogue.prevention import read_prevention
    from aimwell.services.money.classify_prevention import suggest

    folder, prevention = StoreFolder(store).require(), read_prevention(definitions_folder(definitions))
    with written_to(out):
        if what in ("wordings", "unclassified"):
            _print_wordings(folder, prevention, output, classified=what == "wordings")
            return
        if what == "decisions":
            _print_decisions(folder, prevention, output)
            return
        suggestions = suggest(folder=folder, prevention=prevention)
        if what == "disputes":
            rows = [
                (each.first, each.other, each.lines, _pounds(each.pence)) for each in suggestions.disputes
            ]
            print_amounts(DISPUTE_COLUMNS, rows, output)
        elif output == "text":
            _print_text(suggestions)
        else:
            print_amounts(RULE_COLUMNS, _rule_rows(suggestions), output)


@click.command(
    epilog='Example: aimwell money confirm rule stop-smoking --store account --by "A. Analyst" --reason "read the contract"'
)
@click.argument("target", type=click.Choice(["rule", "wording", "line"]))
@click.argument("of", metavar="ID")
@store_option
@click.option("--by", required=True, help="Who decides.")
@click.option("--reason", required=True, help="Why; it stands beside the decision for good.")
@click.option(
    "--tier",
    type=click.Choice(["primordial", "primary", "secondary", "tertiary", "not_prevention"]),
    default=None,
    help="What it is. Without it a rule is confirmed as it suggests.",
)
@click.option("--principal", is_flag=True, help="With --tier: prevention is what the money is for.")
@click.option("--share", type=click.IntRange(0, 100), default=100, help="With --tier: percent of the money.")
@click.option(
    "--confidence", type=click.Choice(["sure", "likely", "possible"]), default="sure", help="With --tier."
)
@click.option("--function", default="", help="With --tier: health accounts function, such as HC.6.2.")
@click.option("--grant-line", default="", help="With --tier: category of the public health grant.")
@click.option(
    "--setting",
    type=click.Choice(["hospital", "out_of_hospital", "neither"]),
    default=None,
    help="With --tier: where the money works.",
)
@click.option("--delays-demand", is_flag=True, help="With --tier: it holds off greater need.")
@click.option("--pack", default="", help="Only under this pack. Without it: under all.")
@click.option("--body", default="", help="Only for this body's lines. Without it: for all.")
@click.option("--evidence", default="", help="Link to what shows it.")
@definitions_option
def confirm(
    target: str,
    of: str,
    store: Path,
    by: str,
    reason: str,
    pack: str,
    body: str,
    evidence: str,
    definitions: Path | None,
    **told: object,
) -> None:
    """Decide what lines are: all that a rule fits, all of one wording, or one line.

    Decisions are added to a log and never changed; a later one on the same replaces an earlier one.
    """
    from aimwell.catalogue.prevention import read_prevention
    from aimwell.domain.money.prevention import Target
    from aimwell.presentation.prevention_words import class_in_words
    from aimwell.services.money.classify_prevention import confirm as write_down

    decision = write_down(
        folder=StoreFolder(store).require(),
        prevention=read_prevention(definitions_folder(definitions)),
        target=Target(target),
        of=of,
        by=by,
        reason=reason,
        at=datetime.now(UTC),
        said=_class_of(told),
        pack=pack,
        body=body,
        evidence=evidence,
    )
    click.echo(
        f"Decision {decision.number}: {target} {of} is {class_in_words(decision.said)}. By {decision.by}."
    )


def _class_of(told: dict[str, object]) -> "PreventionClass | None":
    from aimwell.domain.money.prevention import Confidence, PreventionClass, Setting, Tier

    if told["tier"] is None:
        _refuse_without_tier(told)
        return None
    return PreventionClass(
        Tier(str(told["tier"])),
        Confidence(str(told["confidence"])),
        principal=bool(told["principal"]),
        share=int(str(told["share"])),
        function=str(told["function"]),
        grant_line=str(told["grant_line"]),
        setting=Setting(str(told["setting"] or "")),
        delays_demand=bool(told["delays_demand"]),
    )


def _refuse_without_tier(told: dict[str, object]) -> None:
    """Half a class would be dropped in silence: a rule is confirmed as it suggests, or wholly told."""
    usual = {"tier": None, "share": 100, "confidence": "sure"}
    stray = [name for name, value in told.items() if value and value != usual.get(name)]
    if stray:
        option = f"--{stray[0].replace('_', '-')}"
        raise Problem(
            code="prevention.no-tier",
            found=f"{option} says something of a class that has no tier.",
            expected="--tier with it, or none of what goes with --tier.",
            remedy="Say the whole class, or leave the option out to confirm what the rule suggests.",
            where=Where(column=option),
        )


def _print_wordings(folder: StoreFolder, prevention: "Prevention", output: str, *, classified: bool) -> None:
    from aimwell.services.money.classify_prevention import wordings

    rows = [
        (each.id, each.body, each.rule, each.lines, _pounds(each.pence), *each.texts)
        for each in wordings(folder=folder, prevention=prevention, classified=classified)
    ]
    print_amounts(WORDING_COLUMNS, rows, output)


def _print_decisions(folder: StoreFolder, prevention: "Prevention", output: str) -> None:
    from aimwell.domain.money.prevention import Decision
    from aimwell.presentation.prevention_words import class_in_words, percent
    from aimwell.services.money.classify_prevention import decided_so_far

    rows: list[tuple[object, ...]] = []
    for each, holds in decided_so_far(folder=folder, prevention=prevention):
        if isinstance(each, Decision):
            said, reason, evidence = class_in_words(each.said), each.rationale, each.evidence
            kind, of, pack, body = each.target.value, each.of, each.pack, each.body
        else:
            said = f"{percent(each.share.central)} of {each.share.denominator_title}"
            reason, evidence, kind, of = each.reason, each.share.source, "baseline", each.share.year
            pack, body = each.share.pack, ";".join(each.share.bodies)
        rows.append(
            (each.number, kind, of, said, pack, body, each.by, each.at.isoformat(), reason, evidence, holds)
        )
    print_amounts(DECISION_COLUMNS, rows, output)


def _print_text(suggestions: "Suggestions") -> None:
    from aimwell.domain.money.lines import said
    from aimwell.presentation.prevention_words import class_in_words

    for each in suggestions.by_rule:
        decided = (
            f"; confirmed by {each.decision.by} on {each.decision.at:%-d %B %Y}: {class_in_words(each.decision.said)}"
            if each.decision
            else ""
        )
        click.echo(
            f"{each.rule.title} [{each.rule.id}]: {each.lines:,} lines, {said(each.pence)}\n"
            f"  Suggested: {class_in_words(each.rule.suggests)}{decided}\n  Because: {each.rule.rationale}"
        )
        for example in each.examples:
            click.echo(f"    e.g. {example}")
    click.echo(
        f"\nUnclassified: {suggestions.unclassified_lines:,} of {suggestions.lines:,} lines,"
        f" {said(suggestions.unclassified_pence)} of {said(suggestions.pence)}. See them: --list unclassified"
    )
    if suggestions.disputes:
        click.echo("\nRules disagree; the first named speaks. All: --list disputes")
    for dispute in suggestions.disputes[:MOST_DISPUTES]:
        click.echo(
            f"  {dispute.first} before {dispute.other}: {dispute.lines:,} lines, {said(dispute.pence)}"
        )
    for lapsed in suggestions.lapsed:
        click.echo(
            f"Look again: the rule {lapsed.of} has changed since {lapsed.by} confirmed it (decision {lapsed.number})."
        )


def _rule_rows(suggestions: "Suggestions") -> Sequence[tuple[object, ...]]:
    return [
        (
            each.rule.id, each.rule.title, each.rule.tier.value, each.rule.confidence.value, each.rule.principal,
            each.rule.share, each.rule.function, False, each.rule.grant_line, each.rule.setting.value, each.lines,
            each.private_lines, _pounds(each.pence), each.rule.rationale, each.rule.evidence, each.rule.verified,
            each.decision.by if each.decision else "",
            each.decision.at.date().isoformat() if each.decision else "", " | ".join(each.examples),
        )
        for each in suggestions.by_rule
    ]  # fmt: skip


def _pounds(pence: int) -> Decimal:
    from aimwell.domain.money.lines import pounds

    return pounds(pence)
