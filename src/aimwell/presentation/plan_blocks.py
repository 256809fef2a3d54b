"""A plan as plain blocks: the one place that decides its words, for page, Word and PDF alike."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from aimwell.domain.periods import Period
from aimwell.domain.plan_documents import (
    Block,
    Bullets,
    Chart,
    GoldenThread,
    Heading,
    Paragraph,
    Part,
    PlanDocument,
    PlanTarget,
    PrintedPlan,
    PriorityBlock,
    SignOffs,
    Table,
)

MISSING = "Not said"
LOOSE = "Loose end"
UNSEEN = frozenset(
    "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
BREAKS = str.maketrans(dict.fromkeys("\t\n\r\v\f\u2028\u2029", " "))
ILLUSTRATIVE = (
    "Illustrative. This plan was invented to show how a plan looks. No body has agreed to anything in it."
)


def printed(document: PlanDocument) -> PrintedPlan:
    """The blocks of a plan, with its text freed of signs that cannot be printed."""
    facts = (
        document.covers,
        document.status,
        f"Made on {day_words(document.made)}",
        *((document.source,) if document.source else ()),
    )
    blocks = [
        _clean(block)
        for section in document.sections
        for block in (Heading(section.title, 2), *(b for part in section.parts for b in _blocks(part)))
    ]
    return PrintedPlan(
        title=clean(document.title),
        system=clean(document.system),
        made=document.made,
        notice=ILLUSTRATIVE if document.illustrative else "",
        facts=tuple(clean(fact) for fact in facts),
        blocks=tuple(blocks),
    )


def clean(text: str) -> str:
    """Text on one line, without control signs, halves of signs, and what turns text around unseen."""
    spaced = text.translate(BREAKS)
    kept = spaced if spaced.isprintable() else "".join(sign for sign in spaced if _prints(sign))
    return " ".join(kept.split())


def day_words(day: date | None) -> str:
    """A day as people say it; '' for none."""
    return Period.day(day).words if day else ""


def _prints(sign: str) -> bool:
    number = ord(sign)
    return sign not in UNSEEN and not (
        number < 32 or 127 <= number < 160 or 0xD800 <= number <= 0xDFFF or number & 0xFFFE == 0xFFFE
    )


def _blocks(part: Part) -> Iterator[Block]:
    match part:
        case Heading() | Paragraph() | Bullets() | Table() | Chart():
            yield part
        case PriorityBlock():
            yield from _priority(part)
        case GoldenThread():
            yield _thread(part)
        case SignOffs():
            yield _sign_offs(part)


def _priority(block: PriorityBlock) -> Iterator[Block]:
    yield Heading(block.title, 3)
    yield Paragraph(f"{block.kind}. {block.why}")
    if block.owner:
        yield Paragraph(f"Led by {block.owner}.")
    if not block.targets:
        yield Paragraph("No target has been set for this priority.")
    for target in block.targets:
        yield Heading(target.words, 4)
        yield _target(target)
        if target.trajectory and target.chart is None:  # a chart brings the same figures as its table
            yield Table(
                f"On the way: {target.words}",
                ("By", "To be reached"),
                tuple((step.period, step.value) for step in target.trajectory),
            )
        if target.chart:
            yield target.chart


def _target(target: PlanTarget) -> Table:
    rows = (
        ("Measure", target.measure),
        ("Where", target.place),
        ("Starts from", target.baseline),
        ("To be reached", target.value),
        ("By", target.due),
        ("Gap to narrow", target.gap),
        ("Owner", target.owner),
        ("Agreed by", ", ".join(target.partners)),
        ("Who was asked", target.asked),
        ("Evidence", target.evidence),
    )
    return Table(
        f"Target: {target.words}",
        ("About", "What the plan says"),
        tuple((name, said or MISSING) for name, said in rows),
    )


def _thread(thread: GoldenThread) -> Table:
    return Table(
        "Golden thread: from need to proof",
        ("Need", "Priority", "Commitment", "Action", "Money", "Proof"),
        tuple(
            tuple(
                end or LOOSE
                for end in (line.need, line.priority, line.commitment, line.action, line.money, line.proof)
            )
            for line in thread.lines
        ),
    )


def _sign_offs(signed: SignOffs) -> Table:
    return Table(
        "Who has signed",
        ("Who", "For", "Decision", "On"),
        tuple((each.who, each.body, each.decision, day_words(each.on) or "Not yet") for each in signed.each),
    )


def _clean(block: Block) -> Block:
    match block:
        case Heading():
            return replace(block, text=clean(block.text))
        case Paragraph():
            return replace(block, text=clean(block.text))
        case Bullets():
            return Bullets(tuple(clean(item) for item in block.items))
        case Table():
            return _clean_table(block)
        case Chart():
            return replace(
                block, title=clean(block.title), words=clean(block.words), table=_clean_table(block.table)
            )


def _clean_table(table: Table) -> Table:
    return Table(
        clean(table.caption),
        tuple(clean(heading) for heading in table.headings),
        tuple(tuple(clean(cell) for cell in row) for row in table.rows),
    )
