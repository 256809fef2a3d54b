"""A printed plan as one HTML file that needs nothing else: no script, no other file, no other host."""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from aimwell.domain.plan_documents import Block, Bullets, Chart, Heading, Paragraph, PrintedPlan, Table

SIZES = {2: "l", 3: "m", 4: "s"}
OWN_STYLE = (
    ".aw-plan{max-width:60rem}.aw-plan table{table-layout:auto}.aw-plan td,.aw-plan th{vertical-align:top}"
    ".aw-plan caption{font-size:1rem;color:#4c6272;padding-bottom:4px}.aw-plan figure{margin:0 0 32px}.aw-plan figure>svg{max-width:100%;height:auto}"
    "@media print{.aw-plan{max-width:none}.aw-contents{display:none}}"
)
PAGE = Markup(
    '<!doctype html>\n<html lang="en-GB" class="nhsuk-template">\n<head>\n<meta charset="utf-8">\n'
    "<title>{title} – {system}</title>\n"
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
    "<style>{style}</style>\n</head>\n"
    '<body class="nhsuk-template__body">\n<a class="nhsuk-skip-link" href="#main">Skip to main content</a>\n'
    '<div class="nhsuk-width-container aw-plan">\n<main class="nhsuk-main-wrapper" id="main">\n{body}</main>\n</div>\n'
    "</body>\n</html>\n"
)


def as_page(plan: PrintedPlan, *, style: str) -> str:
    """The plan as HTML. style: the site's style sheet, so that plans look like its pages."""
    return str(
        PAGE.format(
            title=plan.title,
            system=plan.system,
            style=Markup(_without_end(style + OWN_STYLE)),  # noqa: S704 - our own style sheet, without a closing tag
            body=Markup("").join(_parts(plan)),
        )
    )


def _without_end(style: str) -> str:
    return re.sub(r"</", r"<\\/", style)


def _parts(plan: PrintedPlan) -> Iterator[Markup]:
    yield Markup('<h1 class="nhsuk-heading-xl"><span class="nhsuk-caption-xl">{}</span> {}</h1>\n').format(
        plan.system, plan.title
    )
    if plan.notice:
        yield Markup('<div class="nhsuk-inset-text"><p><strong>{}</strong></p></div>\n').format(plan.notice)
    yield Markup("").join(Markup("<p>{}</p>\n").format(fact) for fact in plan.facts)
    yield _contents(plan)
    for number, block in enumerate(plan.blocks):
        yield _block(block, number)


def _contents(plan: PrintedPlan) -> Markup:
    """Links to the sections; the headings say the same again, so paper goes without."""
    links = [
        Markup('<li><a href="#b{}">{}</a></li>').format(number, block.text)
        for number, block in enumerate(plan.blocks)
        if isinstance(block, Heading) and block.level == 2
    ]
    if len(links) < 2:
        return Markup("")
    return Markup(
        '<nav class="aw-contents" aria-label="Contents"><ul class="nhsuk-list">{}</ul></nav>\n'
    ).format(Markup("").join(links))


def _block(block: Block, number: int) -> Markup:
    match block:
        case Heading():
            level = min(max(block.level, 2), 4)
            return Markup('<h{0} class="nhsuk-heading-{1}" id="b{2}">{3}</h{0}>\n').format(
                level, SIZES[level], number, block.text
            )
        case Paragraph():
            return Markup("<p>{}</p>\n").format(block.text)
        case Bullets():
            items = Markup("").join(Markup("<li>{}</li>").format(item) for item in block.items)
            return Markup('<ul class="nhsuk-list nhsuk-list--bullet">{}</ul>\n').format(items)
        case Table():
            return _table(block)
        case Chart():
            return _chart(block)


def _table(table: Table) -> Markup:
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(each) for each in table.headings)
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0], Markup("").join(Markup("<td>{}</td>").format(cell) for cell in row[1:])
        )
        for row in table.rows
        if row
    )
    return Markup(
        '<div class="aw-scroll" role="region" aria-label="{0}" tabindex="0"><table class="nhsuk-table">'
        "<caption>{0}</caption><thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>\n"
    ).format(table.caption, heads, rows)


def _chart(chart: Chart) -> Markup:
    """The picture, what it shows, and its figures."""
    picture = Markup(chart.svg)  # noqa: S704 - Chart refuses drawings that fetch or run anything
    return Markup("<figure>{}<figcaption><strong>{}</strong> {}</figcaption></figure>\n{}").format(
        picture, escape(chart.name), chart.words, _table(chart.table)
    )
