"""One measure in one place as a row of a table, and as a row of a download."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from aimwell.domain.verdicts import Change, Comparison, Prospect
from aimwell.presentation.charts.icons import assurance_icon, variation_icon
from aimwell.presentation.figures import between, figure, is_known
from aimwell.presentation.sentences import target_words, verdict_sentence
from aimwell.site.addresses import evidence
from aimwell.site.findings import Finding
from aimwell.site.page import Dataset, Scalar

WORDS_ON_HOVER = re.compile("<title>.*?</title>")


def without_hover(icon: Markup) -> Markup:
    """An icon whose words are only said, not shown on hover."""
    return Markup(WORDS_ON_HOVER.sub("", icon))  # noqa: S704 - a part of our own drawing


VARIATIONS = {change: variation_icon(change) for change in Change}
ASSURANCES = {prospect: assurance_icon(prospect) for prospect in Prospect}
VARIATION_MARKS = {change: without_hover(icon) for change, icon in VARIATIONS.items()}
ASSURANCE_MARKS = {prospect: without_hover(icon) for prospect, icon in ASSURANCES.items()} | {
    Prospect.NO_TARGET: Markup("")
}
BESIDE_ENGLAND = {
    Comparison.BETTER: "Better than England",
    Comparison.SIMILAR: "Similar to England",
    Comparison.WORSE: "Worse than England",
    Comparison.HIGHER: "Higher than England",
    Comparison.LOWER: "Lower than England",
    Comparison.NOT_COMPARED: "Not compared",
}


@dataclass(frozen=True, slots=True, eq=False)
class VerdictRow:
    """A finding in words and marks; `link` and `value_link` start at the site's root."""

    title: str
    link: str
    sentence: str
    said: str  # the sentence without measure and place, which stand beside it
    variation: Markup
    assurance: Markup
    variation_mark: Markup  # the same without the words that show on hover: where many stand on one page
    assurance_mark: Markup
    value: str
    value_link: str
    value_id: str
    likely: str
    period: str
    target: str
    compared: str
    england: str


def verdict_row(finding: Finding) -> VerdictRow:
    """The row of a finding."""
    verdict, topic = finding.verdict, finding.topic
    sentence = verdict_sentence(topic, verdict)
    page = evidence(finding.place.id, finding.measure.id)
    return VerdictRow(
        title=finding.measure.short,
        link=page,
        sentence=sentence,
        said=sentence.removeprefix(f"{topic.measure} in {topic.place}: "),
        variation=VARIATIONS[verdict.change],
        assurance=ASSURANCES[verdict.prospect] if verdict.prospect is not Prospect.NO_TARGET else Markup(""),
        variation_mark=VARIATION_MARKS[verdict.change],
        assurance_mark=ASSURANCE_MARKS[verdict.prospect],
        value=figure(verdict.value, finding.unit),
        value_link=f"{page}#{verdict.value_id}",
        value_id=verdict.value_id,
        likely=between(verdict.lower, verdict.upper, finding.unit),
        period=topic.period,
        target=target_words(topic, verdict) if is_known(verdict.target) else "No target",
        compared=BESIDE_ENGLAND[verdict.comparison],
        england=figure(verdict.england, finding.unit) if is_known(verdict.england) else "",
    )


COLUMNS = (
    "measure",
    "title",
    "place",
    "place_name",
    "period",
    "value",
    "lower",
    "upper",
    "unit",
    "status",
    "change",
    "prospect",
    "target",
    "target_from",
    "comparison",
    "england",
    "points",
    "profile",
    "sentence",
    "value_id",
)


def verdict_cells(finding: Finding) -> tuple[Scalar, ...]:
    """A finding as a row of a download, with the columns above."""
    measure, verdict = finding.measure, finding.verdict
    return (
        measure.id,
        measure.title,
        finding.place.id,
        finding.place.name,
        verdict.period,
        verdict.value,
        verdict.lower,
        verdict.upper,
        measure.unit,
        verdict.status,
        verdict.change.value,
        verdict.prospect.value,
        verdict.target,
        verdict.target_from,
        verdict.comparison.value,
        verdict.england,
        verdict.points,
        verdict.profile,
        verdict_sentence(finding.topic, verdict),
        verdict.value_id,
    )


def verdict_dataset(title: str, found: list[Finding]) -> Dataset:
    """Findings as a table to download."""
    return Dataset(title, COLUMNS, [verdict_cells(each) for each in found])
