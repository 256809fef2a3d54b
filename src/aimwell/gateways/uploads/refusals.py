"""Why an upload is refused, in words; each with a code that stays."""

from aimwell.domain.problems import Problem, Where

TAKEN = "A Word document (.docx), a workbook (.xlsx), a CSV, text or Markdown file, or a PDF."


def refusal(code: str, found: str, remedy: str, expected: str = TAKEN, row: int | None = None) -> Problem:
    """A refusal of an upload; its file is named where it is raised to a person."""
    return Problem(code=f"upload.{code}", found=found, expected=expected, remedy=remedy, where=Where(row=row))


def empty() -> Problem:
    """A file of no bytes, or of nothing but spaces."""
    return refusal("empty", "The file is empty.", "Choose the file again.")


def too_large(size: int, most: int) -> Problem:
    """More bytes than the setting allows."""
    return refusal(
        "too-large",
        f"The file has {in_megabytes(size)}.",
        "Leave out pictures and sheets that are not needed, or send it in parts.",
        f"At most {in_megabytes(most)}.",
    )


def not_allowed(what: str, remedy: str = "Save it as one of these and send it again.") -> Problem:
    """A kind of file that is never taken."""
    return refusal("not-allowed", f"The file is {what}.", remedy)


def locked() -> Problem:
    """A file that needs a password."""
    return refusal(
        "locked",
        "The file is locked with a password.",
        "Take the password off (in Word and Excel: File, Info, Protect) and send it again.",
        "A file that anybody can open.",
    )


def broken(why: str) -> Problem:
    """A file that is damaged, or made to look like something it is not."""
    return refusal(
        "broken",
        f"The file cannot be read: {why}.",
        "Open it in the program that made it, save it anew and send that.",
    )


def unpacks_too_large(most: int) -> Problem:
    """A file that is small only as long as it is packed."""
    return refusal(
        "unpacks-too-large",
        f"Unpacked, the file would have more than {in_megabytes(most)}, or far more than its size lets expect.",
        "Delete empty rows, columns and pictures that are not needed, save it anew and send that.",
        "A document of ordinary size.",
    )


def too_many_parts(most: int) -> Problem:
    """A file that holds more files than any document does."""
    return refusal(
        "too-many-parts",
        f"The file holds more than {most:,} files.",
        "Save it anew in the program that made it.",
    )


def macros() -> Problem:
    """A document with a program in it."""
    return refusal(
        "macros",
        "The file holds macros.",
        "Save it as .docx or .xlsx, which keep no macros, and send that.",
        "A document without programs in it.",
    )


def sheet_too_large(found: str, most: int) -> Problem:
    """A sheet that is larger than anything people fill in."""
    return refusal(
        "sheet-too-large",
        found,
        "Delete empty rows and columns, or split the sheet, and send it again.",
        f"At most {most:,} cells, with the empty ones between them.",
    )


def too_much_text(signs: int, most: int) -> Problem:
    """More text than anybody reads."""
    return refusal(
        "too-much-text",
        f"The file has {signs:,} characters.",
        "Send it in parts.",
        f"At most {most:,} characters.",
    )


def too_many_lines(lines: int, most: int) -> Problem:
    """More lines or paragraphs than anybody reads."""
    return refusal(
        "too-many-lines", f"The file has {lines:,} lines.", "Send it in parts.", f"At most {most:,} lines."
    )


def too_much_work() -> Problem:
    """Reading was stopped because it took too long or too much memory."""
    return refusal(
        "too-much-work",
        "Reading the file took more time or memory than a document of its size needs, and was stopped.",
        "Save it anew, or send it in parts. Nothing was kept.",
    )


def in_megabytes(size: int) -> str:
    """A size as people say it."""
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{size / 1_000:,.1f} kB"
