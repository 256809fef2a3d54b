"""Gives every value its id.

An id is made of what the value says (measure, place, period, group, amounts, definition): a number that
changes gets another id, and an id that somebody quoted never comes to mean another number.
"""

import duckdb
import pyarrow as pa

from aimwell.domain.measures import Measure
from aimwell.sqltext import literal


def with_ids(connection: duckdb.DuckDBPyConnection, measure: Measure, values: pa.Table) -> pa.Table:
    """The values with `value_id` (v and fifteen hexadecimal digits of SHA-256) and `definition` (its hash)."""
    definition = literal(measure.definition_hash)
    connection.register("values_without_ids", values)
    return connection.execute(
        f"""
        select *, 'v' || substr(sha256(concat_ws('|', measure, place_id, period, breakdown, {definition},
               coalesce(numerator::varchar, ''), coalesce(denominator::varchar, ''), coalesce(value::varchar, ''))), 1, 15)
               as value_id, {definition} as definition
        from values_without_ids
        """
    ).to_arrow_table()
