"""The rule of what to talk about, in words."""

from typing import assert_never

from aimwell.domain.talking_points import TalkingPointsRule, Tie

SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def count_words(count: int) -> str:
    """A small number as people write it: "three"."""
    return SMALL_NUMBERS[count] if count < len(SMALL_NUMBERS) else str(count)


def heading_words(rule: TalkingPointsRule) -> str:
    """What the list is called: "three things to talk about"."""
    return f"{count_words(rule.things)} {'thing' if rule.things == 1 else 'things'} to talk about"


def rule_in_words(rule: TalkingPointsRule) -> str:
    """The whole rule as a paragraph; every part of it is declared."""
    ordered = "; ".join(step.says for step in rule.steps)
    ties = ", then ".join(_tie_words(tie) for tie in rule.among_equals)
    years = f"{count_words(rule.newest_within_years)} year{'s' if rule.newest_within_years != 1 else ''}"
    parts = [
        "The same rule picks them for every place.",
        f"It takes them in this order: {ordered}.",
        "All of this counts only where it is more than chance.",
        f"Among equals, {ties}." if ties else "",
        f"Figures that end more than {years} ago are left out.",
        "Two things come from the same published source only if no other source has anything to say."
        if rule.one_of_each_source_first
        else "",
        f"Decided by {rule.by}.",
    ]
    return " ".join(part for part in parts if part)


def _tie_words(tie: Tie) -> str:
    match tie:
        case Tie.NEWEST_YEAR:
            return "figures of the newest year come first"
        case Tie.FURTHEST_FROM_ENGLAND:
            return "those furthest from England's"
        case _ as never:
            assert_never(never)
