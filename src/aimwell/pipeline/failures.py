"""What the machine refuses, or a reader trips over, as a problem that people can read and put right.

Who may import it: the steps of the pipeline, command line.
"""

import errno
from collections.abc import Iterator

from aimwell.domain.problems import Problem, Where

FULL = (errno.ENOSPC, errno.EDQUOT)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
FULL_IN_WORDS = ("no space left on device", "disk is full", "disk quota exceeded")
FORBIDDEN_IN_WORDS = (
    "permission denied",
    "read-only file system",
    "readonly database",
    "operation not permitted",
)
LONGEST = 200  # characters of somebody else's message


def failure_of(error: BaseException, name: str = "") -> Problem:
    """The problem behind an error that is nobody's declared Problem. name: the file being read, if there is one."""
    if _is(error, FULL, FULL_IN_WORDS):
        return Problem(
            code="store.disk-full",
            found="There is no room left on the disk.",
            expected="Room for the file and what is made of it: about its own size, unpacked.",
            remedy="Make room, then run the same command again. What was taken before is as it was.",
            where=Where(name),
        )
    if _is(error, FORBIDDEN, FORBIDDEN_IN_WORDS):
        return Problem(
            code="file.not-permitted",
            found=f"The system does not permit it: {_told(error)}.",
            expected="Permission to read the file, and to write to the store.",
            remedy="Ask for the permission, or use another folder.",
            where=Where(name),
        )
    if name:
        return Problem(
            code="file.unreadable",
            found=f"The file cannot be read as what it seems to be: {_told(error)}.",
            expected="A published file, whole and unedited.",
            remedy="Download it again and take it as it came. If it came so, report the file and this message.",
            where=Where(name),
        )
    return Problem(
        code="system.refused",
        found=f"The system refuses: {_told(error)}.",
        expected="Folders that exist and files that can be opened.",
        remedy="Check the paths in the command, and run it again.",
    )


def _is(error: BaseException, numbers: tuple[int, ...], words: tuple[str, ...]) -> bool:
    return any(
        (isinstance(one, OSError) and one.errno in numbers) or any(word in str(one).lower() for word in words)
        for one in _with_causes(error)
    )


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = error
    while one is not None:
        yield one
        one = one.__cause__ or one.__context__


def _told(error: BaseException) -> str:
    """Somebody else's message on one line, without a folder of this machine before a file's name."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror} ({error.filename})" if error.filename else error.strerror
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:LONGEST]}".rstrip(".") if lines else type(error).__name__
