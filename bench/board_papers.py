"""The speed target of the claim checker: a board paper of a hundred pages, as PDF and as Word, from file to report."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from aimwell.catalogue.everything import Catalogue
from aimwell.config.shipped import shipped
from aimwell.pipeline.account import Account
from aimwell.pipeline.flow import take_and_show
from aimwell.pipeline.geography import Geography
from aimwell.store.folder import StoreFolder
from bench.account import workplace
from bench.timing import say, timed_command

REPOSITORY = Path(__file__).resolve().parent.parent
AIMWELL = str(Path(sys.executable).with_name("aimwell"))
PAGES = 100
PARAGRAPHS_A_PAGE = 8
TAKEN = ("ae_monthly/april-2019.xlsx", "ae_monthly/march-2026.xlsx", "rtt_full_extract/february-2026.zip")
FILLER = (
    "The committee considered the report of the executive lead and noted the actions that have been agreed with partners. "
    "Risks are set out in the register and will be reviewed at the next meeting in public."
)


def paragraphs() -> Iterator[str]:
    """Paragraphs of an invented paper: a labelled sentence each, with words around it."""
    lines = (REPOSITORY / "tests" / "fixtures" / "claims" / "sentences.txt").read_text(encoding="utf-8")
    said = [line.rpartition(" | ")[0] for line in lines.splitlines() if " | " in line]
    for number, sentence in enumerate(islice(cycle(said), PAGES * PARAGRAPHS_A_PAGE)):
        ended = sentence if sentence[-1] in '.?”"' else f"{sentence}."
        yield f"{FILLER} {ended} {FILLER} This is item {number} of the report."


def write_pdf(target: Path) -> Path:
    """The paper as PDF, with a header and a page number on each page."""
    import typst

    source = target.with_suffix(".typ")
    pages = "\n#pagebreak()\n".join(
        "\n\n".join(page) for page in zip(*[map(_escaped, paragraphs())] * PARAGRAPHS_A_PAGE, strict=True)
    )
    setting = '#set page(paper: "a4", header: [Invented system board, meeting in public], numbering: "1")\n'
    source.write_text(f"{setting}#set text(size: 9pt)\n{pages}\n", encoding="utf-8")
    typst.compile(str(source), output=str(target))
    return target


def _escaped(text: str) -> str:
    for sign in "\\#$*_@<>[]~`":
        text = text.replace(sign, f"\\{sign}")
    return text


def write_word(target: Path) -> Path:
    """The same paper for Word."""
    import docx

    document = docx.Document()
    for paragraph in paragraphs():
        document.add_paragraph(paragraph)
    document.save(str(target))
    return target


def main() -> None:
    """Both forms of the paper."""
    with workplace() as work:
        definitions = shipped("definitions")
        account = Account(StoreFolder(work / "store"), Catalogue(definitions), Geography(definitions))
        files = [REPOSITORY / "tests" / "fixtures" / name for name in TAKEN]
        take_and_show(files, account, now=datetime(2026, 11, 1, tzinfo=UTC))
        for paper in (write_pdf(work / "paper.pdf"), write_word(work / "paper.docx")):
            command = [AIMWELL, "claims", str(paper), "--store", str(account.folder.root), "--place", "QMM"]
            timing = timed_command(
                f"aimwell claims, {PAGES} pages, {paper.suffix}", [*command, "--format", "html"], runs=3
            )
            say(timing, target="10 s", verdict=timing.median <= 10)


if __name__ == "__main__":
    main()
