"""Text that a spreadsheet program would run as a formula: how it is told, written safely, and read back.

Source: OWASP, CSV Injection. A plain number such as -5 or +3.2% is a number and stays.
"""

import re

STARTS_FORMULA = re.compile(r"[\t\r\n]|[\s\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
PROTECTED = re.compile(r"'+(?:[\t\r\n]|[\s\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
PLAIN_NUMBER = re.compile(r"\s*[+-]?\s?£?\d[\d,]*(?:\.\d+)?\s*%?\s*", re.ASCII)
JUST_SIGN = re.compile(r"[-\u2013\u2014+]+")


def would_run(text: str) -> bool:
    """Whether a spreadsheet program could take a text for a formula."""
    if text[:1].isalnum():  # nearly every text
        return False
    if PLAIN_NUMBER.fullmatch(text) or JUST_SIGN.fullmatch(text):
        return False
    return STARTS_FORMULA.match(text) is not None


def made_safe(text: str) -> str:
    """The text as it goes into a CSV: with an apostrophe before what could run, or what looks so protected."""
    return f"'{text}" if would_run(text) or PROTECTED.match(text) else text


def as_meant(text: str) -> str:
    """The text as it was before `made_safe`."""
    return text[1:] if PROTECTED.match(text) else text
