"""Writes many rows with one statement for all of them; Django's own way takes four times as long."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from aimwell.store.workplace.models.record import Record


def update_many(records: Sequence[Record], names: Sequence[str]) -> None:
    """Save some fields of records of one kind."""
    if not records:
        return
    quoted = connection.ops.quote_name
    known = {field.name: field for field in records[0]._meta.concrete_fields}
    fields = [known[name] for name in names]
    key = known["id"]
    columns = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    rows = [
        [field.get_db_prep_save(getattr(record, field.attname), connection) for field in (*fields, key)]
        for record in records
    ]
    table = quoted(records[0]._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"update {table} set {columns} where {quoted(str(key.column))} = %s", rows)


def insert_many(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows to a table that numbers them itself. names: the fields that each row has a value for, in its order."""
    quoted = connection.ops.quote_name
    known = {field.attname: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in names]
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    prepared = [
        [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"insert into {quoted(model._meta.db_table)} ({columns}) values ({places})", prepared
        )
