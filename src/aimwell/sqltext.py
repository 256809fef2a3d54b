"""Text for SQL that is put together from parts: the one place that quotes what comes from outside.

Who may import it: every room that speaks to DuckDB.
"""

from collections.abc import Iterable


def literal(value: object) -> str:
    """A value as an SQL text literal: O'Brien becomes 'O''Brien'. For paths, codes and other people's words."""
    return "'" + str(value).replace("'", "''") + "'"


def literals(values: Iterable[object]) -> str:
    """Several values as literals, separated by commas."""
    return ", ".join(literal(value) for value in values)
