"""Words that people write to get past a form: they are no answer."""

PLACEHOLDERS = frozenset(
    {"n/a", "na", "none", "tbc", "tbd", "todo", "to do", "unknown", "xxx", "…", "...", "?"}
)


def is_answer(text: str) -> bool:
    """Whether a text says something: it is neither empty nor a placeholder."""
    return bool(text.strip()) and text.strip().casefold() not in PLACEHOLDERS
