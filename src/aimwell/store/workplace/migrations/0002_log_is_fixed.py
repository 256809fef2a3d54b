"""The database itself refuses to change or remove what stands in the log or was published."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("workplace_logentry", "workplace_publication")

SQLITE = """
create trigger {table}_no_{act} before {act} on {table}
begin select raise(abort, 'rows of {table} are only ever added'); end
"""
POSTGRES_FUNCTION = """
create or replace function workplace_is_fixed() returns trigger language plpgsql as $$
begin raise exception 'rows of % are only ever added', tg_table_name; end $$
"""
POSTGRES = """
create trigger {table}_fixed before update or delete or truncate on {table}
for each statement execute function workplace_is_fixed()
"""


def fix(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Set the triggers of the database in use."""
    if editor.connection.vendor == "sqlite":
        for table in TABLES:
            for act in ("update", "delete"):
                editor.execute(SQLITE.format(table=table, act=act))
    else:
        editor.execute(POSTGRES_FUNCTION, params=None)  # its % is not for parameters
        for table in TABLES:
            editor.execute(POSTGRES.format(table=table))


class Migration(migrations.Migration):
    """After the tables are there."""

    dependencies: ClassVar = [("workplace", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(fix, elidable=False)]
