"""A report of checked claims as one page that needs nothing else: sentences, marks, charts with their tables, questions."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from aimwell.domain.claims.evidence import Evidence, Point
from aimwell.domain.claims.findings import CheckedClaim, ClaimsReport, Mark, Question
from aimwell.domain.measures import Measure
from aimwell.domain.statistics.process_codes import PointType
from aimwell.presentation.charts.spc import Rebase, SpcChart, spc_chart, spc_key
from aimwell.presentation.claim_words import ASIDE_WORDS, MARK_WORDS, claim_words, period_in_words
from aimwell.presentation.figures import figure, unit_named
from aimwell.presentation.sentences import Topic, verdict_sentence

CHART_PERIODS = 60
STYLE = """
.claims{max-width:1020px;margin:0 auto;padding:16px}
.claims table{width:100%;border-collapse:collapse}
.claims th,.claims td{text-align:left;vertical-align:top;padding:8px;border-bottom:1px solid #d8dde0;font-size:1rem}
.claims td.mark{white-space:nowrap;font-weight:600}
.claims td.mark span{display:inline-block;border-left:6px solid;padding-left:8px}
.claims .yes{border-color:#007f3b!important}.claims .no{border-color:#d5281b!important}
.claims .may{border-color:#768692!important}
.claims blockquote{margin:0 0 4px;padding:0;border:0}
.claims .small{font-size:.875rem;color:#4c6272}
.claims code{overflow-wrap:anywhere}
.claims details{margin:8px 0 32px}
@media (max-width:40em){.claims table.checked,.claims .checked tbody,.claims .checked tr,.claims .checked td{display:block}
.claims .checked thead{display:none}.claims .checked td{border:0;padding:4px 0}.claims .checked tr{border-bottom:1px solid #d8dde0;padding:8px 0;display:block}}
"""
CLASS_OF = {Mark.SUPPORTED: "yes", Mark.NOT_SUPPORTED: "no", Mark.CANNOT_TELL: "may"}
ORDER = (Mark.NOT_SUPPORTED, Mark.CANNOT_TELL, Mark.SUPPORTED)


def claims_page(
    report: ClaimsReport, measures: Mapping[str, Measure], style: str, *, commands: bool = True
) -> Markup:
    """The whole page. style: the style sheet that charts need; commands: whether its reader has the command line."""
    title = Markup("Claims of {} checked for {}").format(report.paper, report.place)
    css = Markup(style + STYLE)  # noqa: S704 - our own style sheet
    return Markup(
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<title>{}</title><style>{}</style></head>"
        '<body><main class="claims"><h1 class="nhsuk-heading-l">{}</h1>{}</main></body></html>\n'
    ).format(title, css, title, claims_body(report, measures, commands=commands))


def claims_body(report: ClaimsReport, measures: Mapping[str, Measure], *, commands: bool = True) -> Markup:
    """What stands on the page, for pages that have a frame of their own."""
    return _join(
        (
            _summary(report),
            _questions(report.questions, measures, commands=commands),
            _claims(report),
            _charts(report),
            _set_aside(report),
        )
    )


def _join(parts: Iterable[Markup]) -> Markup:
    return Markup("\n").join(parts)


def _summary(report: ClaimsReport) -> Markup:
    extent = f"{report.sentences:,} sentences" + (f" on {report.pages:,} pages" if report.pages else "")
    counts = _join(
        Markup("<li><strong>{}</strong> {}</li>").format(report.count(mark), MARK_WORDS[mark].lower())
        for mark in ORDER
    )
    notes = _join(Markup("<p>{}</p>").format(note) for note in report.notes)
    return Markup(
        "<p>{} claims were found in {}, and held against the figures released for {}. Checked on {}.</p><ul>{}</ul>{}"
    ).format(len(report.claims), extent, report.place, period_in_words(report.today), counts, notes)


def _questions(questions: Sequence[Question], measures: Mapping[str, Measure], *, commands: bool) -> Markup:
    """What the reader has to say before these claims can be judged."""
    if not questions:
        return Markup("")
    rows = _join(
        Markup("<tr><td>{}<br><span class=small>{}</span></td><td>{}</td></tr>").format(
            "A sentence that names no measure" if each.of_sentence else f"“{each.words}”",
            each.sentence,
            _join(
                Markup("<div>{}{}</div>").format(
                    measures[name].short if name in measures else name,
                    Markup(' <code>--tie "{}={}"</code>').format(each.words, name) if commands else "",
                )
                for name in each.candidates
            ),
        )
        for each in questions
    )
    return Markup(
        "<h2>Which measure is meant?</h2><p>These words may mean more than one measure, or name none. They are not guessed: "
        "say which, or “none”, and check again.</p>"
        "<table><thead><tr><th scope=col>Words</th><th scope=col>May be</th></tr></thead><tbody>{}</tbody></table>"
    ).format(rows)


def _claims(report: ClaimsReport) -> Markup:
    if not report.claims:
        return Markup("<p>No sentence was found that claims something of a measure.</p>")
    rows = _join(_row(each) for each in report.claims)
    return Markup(
        "<h2>Claims, in the order of the paper</h2><table class=checked><thead><tr><th scope=col>What the paper says</th>"
        "<th scope=col>Finding</th><th scope=col>Why</th></tr></thead><tbody>{}</tbody></table>"
    ).format(rows)


def _row(each: CheckedClaim) -> Markup:
    chart = (
        Markup(' <a href="#{}">Chart</a>').format(each.tie.measure)
        if each.tie.measure and each.finding.value_ids
        else Markup("")
    )
    ids = Markup(" ").join(Markup("<code>{}</code>").format(name) for name in each.finding.value_ids)
    return Markup(
        '<tr id="claim-{}"><td><blockquote>{}</blockquote><span class=small>{}; claims: {}</span></td>'
        '<td class=mark><span class="{}">{}</span></td><td>{}{} <span class=small>{}</span></td></tr>'
    ).format(
        each.number,
        each.sentence.text,
        each.sentence.where,
        claim_words(each.claim),
        CLASS_OF[each.finding.mark],
        MARK_WORDS[each.finding.mark],
        each.why,
        chart,
        ids,
    )


def _charts(report: ClaimsReport) -> Markup:
    if not report.evidence:
        return Markup("")
    return Markup("<h2>Charts</h2>{}{}").format(spc_key(), _join(_chart(each) for each in report.evidence))


def _chart(evidence: Evidence) -> Markup:
    return Markup(
        '<section id="{}"><h3>{}</h3><figure class="aw-chart"><figcaption>{}</figcaption>{}</figure>{}{}</section>'
    ).format(
        evidence.measure,
        evidence.title,
        evidence_sentence(evidence),
        evidence_chart(evidence),
        _anew(evidence),
        _table(evidence),
    )


def evidence_sentence(evidence: Evidence) -> str:
    """The released verdict of a measure in one sentence."""
    verdict = evidence.verdict
    topic = Topic(
        measure=evidence.short,
        place=evidence.place,
        period=period_in_words(verdict.period),
        unit=unit_named(evidence.unit),
        better=evidence.better,
        enough_points=evidence.enough_points,
    )
    return verdict_sentence(topic, verdict)


def _anew(evidence: Evidence) -> Markup:
    """Why limits begin anew, under the chart."""
    return _join(
        Markup("<p class=small>Limits begin anew in {}: {}.</p>").format(
            period_in_words(point.period), point.begins_anew
        )
        for point in evidence.series[-CHART_PERIODS:]
        if point.begins_anew
    )


def evidence_chart(evidence: Evidence) -> Markup:
    """The process behaviour chart of a measure's newest periods."""
    series = evidence.series[-CHART_PERIODS:]
    targets = [point.target for point in series]
    return spc_chart(
        SpcChart(
            chart_id=f"chart-{evidence.measure}",
            title=f"{evidence.short} in {evidence.place}",
            unit=unit_named(evidence.unit),
            periods=[_label(point.period) for point in series],
            values=[point.value for point in series],
            mean=[point.mean for point in series],
            lower=[point.lower_limit for point in series],
            upper=[point.upper_limit for point in series],
            marks=[PointType(point.signal) for point in series],
            targets=targets if any(target is not None for target in targets) else (),
            profile=evidence.rules,
            rebases=tuple(
                Rebase(at, point.begins_anew) for at, point in enumerate(series) if point.begins_anew
            ),
            verdict=evidence_sentence(evidence),
        )
    )


def _label(period: str) -> str:
    """A period short enough to stand under an axis: a month as "Feb 2026"."""
    words = period_in_words(period)
    month, _, year = words.partition(" ")
    return f"{month[:3]} {year}" if year.isdigit() else period


def _table(evidence: Evidence) -> Markup:
    rows = _join(_table_row(point, evidence) for point in reversed(evidence.series[-CHART_PERIODS:]))
    return Markup(
        "<details><summary>The figures of this chart</summary><table><thead><tr><th scope=col>Period</th>"
        "<th scope=col>Value</th><th scope=col>Target</th><th scope=col>England</th><th scope=col>Value id</th></tr></thead>"
        "<tbody>{}</tbody></table></details>"
    ).format(rows)


def _table_row(point: Point, evidence: Evidence) -> Markup:
    unit = unit_named(evidence.unit)
    shown = (
        figure(value, unit) if value is not None else ""
        for value in (point.value, point.target, point.england)
    )
    return Markup("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td><code>{}</code></td></tr>").format(
        period_in_words(point.period), *shown, point.value_id
    )


def _set_aside(report: ClaimsReport) -> Markup:
    if not report.set_aside:
        return Markup("")
    rows = _join(
        Markup("<tr><td>{}<br><span class=small>{}</span></td><td>{}</td></tr>").format(
            each.sentence.text, each.sentence.where, ASIDE_WORDS[each.reason]
        )
        for each in report.set_aside
    )
    return Markup(
        "<h2>Not counted as claims</h2><p>These sentences have the words of a claim, but claim nothing of {}.</p>"
        "<table><thead><tr><th scope=col>Sentence</th><th scope=col>It is</th></tr></thead><tbody>{}</tbody></table>"
    ).format(escape(report.place), rows)
