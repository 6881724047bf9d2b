"""Writing many rows in one statement: the cost of a batch is round trips and parameters, not rows.

On PostgreSQL a whole table's worth of rows travels as one JSON document, which the server takes apart;
on SQLite, where there is no round trip, they are bound row by row.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Table, bindparam, insert, text
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]

_statements: dict[tuple[str, str, tuple[str, ...]], Any] = {}


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert all rows; every row has the same columns."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _execute_json(connection, "insert", table, rows, "")
    else:
        connection.execute(insert(table), list(rows))


def insert_new_rows(connection: Connection, table: Table, rows: Sequence[Row], returning: str) -> set[Any]:
    """Insert the rows that are not there yet; the values of one column of those that were inserted."""
    if not rows:
        return set()
    if connection.dialect.name == "postgresql":
        conflict = f"ON CONFLICT DO NOTHING RETURNING {returning}"
        return set(_execute_json(connection, f"new-{returning}", table, rows, conflict).scalars())
    column = table.c[returning]
    added: set[Any] = set()
    for row in rows:
        statement = sqlite.insert(table).on_conflict_do_nothing().returning(column)
        added.update(connection.execute(statement, dict(row)).scalars())
    return added


def upsert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert or replace the rows by primary key; every row has the same columns."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    others = [name for name in rows[0] if name not in keys]
    if connection.dialect.name == "postgresql":
        sets = ", ".join(f'"{name}" = excluded."{name}"' for name in others)
        conflict = f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sets}"
        _execute_json(connection, "upsert", table, rows, conflict)
        return
    statement = sqlite.insert(table)
    replaced = {name: statement.excluded[name] for name in others}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=replaced), [dict(row) for row in rows])


def _execute_json(connection: Connection, verb: str, table: Table, rows: Sequence[Row], after: str) -> Any:
    names = tuple(rows[0])
    statement = _statements.get((verb, table.name, names))
    if statement is None:
        statement = _statements.setdefault((verb, table.name, names), _compile(table, names, after))
    return connection.execute(statement, {"rows": orjson.dumps(rows, default=_plain).decode()})


def _plain(value: object) -> object:
    if isinstance(value, str):
        return str(value)
    raise TypeError(type(value).__name__)


def _compile(table: Table, names: tuple[str, ...], after: str) -> Any:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    typed = ", ".join(f'"{name}" {table.c[name].type.compile(dialect)}' for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    return text(
        f"INSERT INTO {table.name} ({listed}) "
        f"SELECT {listed} FROM json_to_recordset(CAST(:rows AS json)) AS given({typed}) {after}"
    ).bindparams(bindparam("rows"))
