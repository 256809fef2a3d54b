"""A board paper as somebody hands it in, taken apart into passages."""

from pathlib import Path

from aimwell.catalogue.upload_limits import read_upload_limits
from aimwell.domain.claims.language import ClaimLanguage
from aimwell.domain.claims.papers import Line, Paper, Passage, passages_of, without_repeated_lines
from aimwell.domain.claims.tables import all_tables
from aimwell.domain.problems import Problem, Where
from aimwell.domain.uploads import Upload, UploadKind
from aimwell.gateways.uploads.reading import read_upload, read_uploaded_bytes

ALLOWED = frozenset({UploadKind.WORD, UploadKind.PDF, UploadKind.TEXT})


def read_paper(*, path: Path, language: ClaimLanguage, definitions: Path) -> Paper:
    """A paper from a file. Raises Problem for what is not taken, is broken, or has no text."""
    if not path.is_file():
        raise Problem(
            code="file.not-found",
            found=f"There is no file {path.name}.",
            expected="The path of a board paper: .docx, .pdf, .md or .txt.",
            remedy="Check the spelling and the folder.",
            where=Where(path.name),
        )
    limits = read_upload_limits(definitions)
    return paper_of(read_upload(path=path, name=path.name, limits=limits, allowed=ALLOWED), language)


def read_paper_bytes(*, content: bytes, name: str, language: ClaimLanguage, definitions: Path) -> Paper:
    """A paper that is held in memory, such as pasted text."""
    limits = read_upload_limits(definitions)
    return paper_of(read_uploaded_bytes(content=content, name=name, limits=limits, allowed=ALLOWED), language)


def paper_of(upload: Upload, language: ClaimLanguage) -> Paper:
    """What was read, as passages. Raises Problem where there is no text in it."""
    passages = _passages(upload) if upload.texts else []
    if upload.kind is UploadKind.WORD:
        passages += all_tables([(t.name, t.rows, t.before) for t in upload.tables], language)
    if not passages:
        raise Problem(
            code="paper.no-text",
            found="The paper has no text"
            + (", only pictures of it." if upload.kind is UploadKind.PDF else "."),
            expected="A paper whose words can be selected and copied.",
            remedy="Give the file that it was made from, or read it with text recognition first.",
            where=Where(upload.name),
        )
    if sum(len(passage.text) for passage in passages) > language.wording.most_characters:
        raise Problem(
            code="paper.too-long",
            found="The paper is longer than any board paper.",
            expected=f"At most {language.wording.most_characters:,} characters.",
            remedy="Give it in parts.",
            where=Where(upload.name),
        )
    pages = max((text.page for text in upload.texts if text.page is not None), default=None)
    return Paper(upload.name, tuple(passages), pages, tuple(note.words for note in upload.notes))


def _passages(upload: Upload) -> list[Passage]:
    before = 0
    lines: list[Line] = []
    for text in upload.texts:
        blank = upload.kind is UploadKind.TEXT and text.number > before + 1
        lines.append(Line(text.text, text.number, text.page, text.heading is not None, blank))
        before = text.number
    if upload.kind is UploadKind.PDF:
        lines = without_repeated_lines(lines)
    return passages_of(lines, whole=upload.kind is UploadKind.WORD)
