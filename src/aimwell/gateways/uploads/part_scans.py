"""What is looked for in one part of a document while it is poured out: entities, programs, and cells far apart."""

import re
from dataclasses import dataclass

from aimwell.domain.uploads import UploadLimits, column_letters
from aimwell.gateways.uploads.refusals import broken, refusal, sheet_too_large

TAIL = 65_536  # a tag is never longer than this
CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^>]*)?(?<!/)>")  # a cell that is not empty
CELL_COLUMN = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']\$?([A-Za-z]{1,3})\$?\d""")
CELL_ROW = re.compile(rb"""<(?:\w+:)?c\s(?=[^>]*?\br\s*=\s*["']\$?[A-Za-z]{1,3}\$?(\d{1,9}))[^>]*(?<!/)>""")
WORD_PROGRAM = re.compile(rb"instrText[^>]*>\s*DDE", re.IGNORECASE)


@dataclass
class PartScan:
    """Reads an XML part piece by piece; text in UTF-16 is seen as well, since NULs are left out."""

    limits: UploadLimits
    kept: bytes = b""
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    formulas: bool = False

    def feed(self, piece: bytes) -> None:
        """Look at the next piece. Raises Problem at what no document needs."""
        block = self.kept + piece.replace(b"\x00", b"")
        lowered = block.lower()
        if b"<!doctype" in lowered or b"<!entity" in lowered:
            raise refusal(
                "entities",
                "The file declares entities in its XML, which documents do not.",
                "Save it anew in Word or Excel.",
            )
        if b"ddelink" in lowered or WORD_PROGRAM.search(block):
            raise refusal(
                "programs",
                "The file asks another program for its data (DDE).",
                "Replace the link by its values and save it anew.",
            )
        end = block.rfind(b">") + 1
        if end:
            self._count(block[:end])
        self.kept = block[end:][-TAIL:]

    def _count(self, block: bytes) -> None:
        self.cells += len(CELL.findall(block))
        if self.cells > self.limits.most_cells:
            raise sheet_too_large(
                f"A sheet has more than {self.limits.most_cells:,} cells.", self.limits.most_cells
            )
        if rows := CELL_ROW.findall(block):
            self.last_row = (
                max(self.last_row, *map(int, rows)) if len(rows) > 1 else max(self.last_row, int(rows[0]))
            )
            columns = set(CELL_COLUMN.findall(block))
            self.last_column = max([self.last_column, *(_number(letters) for letters in columns)])
        if self.last_row * self.last_column > self.limits.most_grid:
            raise sheet_too_large(
                f"A sheet has cells as far as {column_letters(self.last_column - 1)}{self.last_row}.",
                self.limits.most_grid,
            )
        self.formulas = self.formulas or b"<f>" in block or b"<f " in block


def refuse_content(start: bytes, *, in_embeddings: bool) -> bool:
    """Whether a part is a document inside the document; raises Problem where it is a program or archive."""
    if start.startswith((b"MZ", b"\x7fELF")):
        raise refusal(
            "programs", "There is a program inside the file.", "Take it out and save the file anew."
        )
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise refusal(
            "embedded-object",
            "An object of another program is embedded in the file.",
            "Replace it by its text or picture and save the file anew.",
        )
    if start.startswith((b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        if not in_embeddings:
            raise broken("there is an archive inside it")
        return True
    return False


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
