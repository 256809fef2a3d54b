"""A printed plan as PDF/UA-1, which screen readers can follow.

The plan reaches the template as data, never as markup: whatever a plan says is printed and nothing of it is run.
"""

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime, time
from typing import Any

import typst

from aimwell.domain.plan_documents import Block, Bullets, Chart, Heading, Paragraph, PrintedPlan, Table
from aimwell.domain.problems import Problem

TEMPLATE = """
#let plan = json(bytes(sys.inputs.plan))
#set document(title: plan.title + " – " + plan.system, date: auto)
#set text(lang: "en", region: "GB", font: ("Arial", "Liberation Sans", "DejaVu Sans", "Libertinus Serif"), size: 10.5pt, ligatures: false, hyphenate: false, fill: rgb("#212b32"))
#set page(paper: "a4", margin: (x: 20mm, top: 18mm, bottom: 20mm), footer: context [
  #set text(size: 8.5pt, fill: rgb("#4c6272"))
  #plan.title #h(1fr) #counter(page).display("1 of 1", both: true)
])
#set par(leading: 0.62em, spacing: 1em, justify: false)
#set list(indent: 0.6em)
#show heading: set text(fill: rgb("#003087"))
#show heading: set block(sticky: true, above: 1.5em, below: 0.8em)
#show heading.where(level: 1): set text(size: 24pt)
#show heading.where(level: 2): set text(size: 17pt)
#show heading.where(level: 3): set text(size: 13.5pt)
#show heading.where(level: 4): set text(size: 11pt)
#show table.cell.where(y: 0): set text(weight: "bold")
#let shown_table(each) = {
  block(sticky: true, above: 1.2em, below: 0.5em, text(weight: "bold", size: 9.5pt, each.caption))
  set text(size: 9pt)
  set par(leading: 0.5em)
  table(
    columns: if each.headings.len() == 2 { (32%, 1fr) } else { (1fr,) * each.headings.len() },
    stroke: (x, y) => (bottom: if y == 0 { 1.2pt + rgb("#4c6272") } else { 0.5pt + rgb("#aeb7bd") }),
    inset: (x: 4pt, y: 5pt),
    table.header(..each.headings.map(cell => [#cell])),
    ..each.rows.flatten().map(cell => [#cell]),
  )
}
#text(size: 13pt, fill: rgb("#4c6272"), plan.system)
#heading(level: 1, plan.title)
#if plan.notice != "" { block(width: 100%, inset: (left: 10pt, y: 6pt), stroke: (left: 4pt + rgb("#005eb8")), strong(plan.notice)) }
#for fact in plan.facts { par(fact) }
#for each in plan.blocks {
  if each.is == "heading" { heading(level: each.level, each.text) }
  if each.is == "paragraph" { par(each.text) }
  if each.is == "bullets" { list(..each.items.map(item => [#item])) }
  if each.is == "table" { shown_table(each) }
  if each.is == "chart" {
    if each.svg != "" { image(bytes(each.svg), format: "svg", width: 100%, alt: each.title + " " + each.words) }
    par[#strong(each.title) #each.words]
    shown_table(each.table)
  }
}
"""
PICTURE = """
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 160mm)
"""
NO_LETTER = re.compile(r"the text `\"(.+?)\"` could not be displayed")
PIXELS = 200  # to the inch


def as_pdf(plan: PrintedPlan) -> bytes:
    """The plan as tagged PDF."""
    data = {
        "title": plan.title,
        "system": plan.system,
        "notice": plan.notice,
        "facts": list(plan.facts),
        "blocks": [_block(block) for block in plan.blocks],
    }
    try:
        written = typst.compile(
            TEMPLATE.encode("utf-8"),
            format="pdf",
            sys_inputs={"plan": json.dumps(data)},
            pdf_standards=["ua-1"],
            timestamp=datetime.combine(plan.made, time(), tzinfo=UTC),
        )
    except typst.TypstError as error:
        if unknown := NO_LETTER.search(str(error)):
            raise _cannot_print(unknown[1]) from error
        raise
    return _bytes(written)


def as_picture(svg: str) -> bytes:
    """A drawing that carries its own colours, as PNG."""
    return _bytes(typst.compile(PICTURE.encode("utf-8"), format="png", ppi=PIXELS, sys_inputs={"svg": svg}))


def _cannot_print(sign: str) -> Problem:
    return Problem(
        code="plan.cannot-print-sign",
        found=f"The fonts of this machine do not have '{sign}', so that a PDF would leave it out.",
        expected="Signs that the fonts can print.",
        remedy="Write it otherwise, or install a font that has it (such as Noto). The page and the Word document have it.",
    )


def _bytes(written: object) -> bytes:
    if not isinstance(written, bytes):
        raise TypeError("typst gave no single file")
    return written


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"is": "heading", "level": min(max(block.level, 2), 4), "text": block.text}
        case Paragraph():
            return {"is": "paragraph", "text": block.text}
        case Bullets():
            return {"is": "bullets", "items": list(block.items)}
        case Table():
            return {"is": "table", **asdict(block)}
        case Chart():
            svg = block.svg if block.prints else ""
            return {
                "is": "chart",
                "title": block.name,
                "words": block.words,
                "svg": svg,
                "table": asdict(block.table),
            }
