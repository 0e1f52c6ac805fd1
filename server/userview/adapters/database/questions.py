"""A SELECT made ready for the driver once, so that asking it costs little more than the database does.

SQLAlchemy looks a statement up, binds it, makes a cursor, a context and a result each time: for a look-up by key
that is several times the look-up. What goes in and what comes out is converted here by the same column types.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Dialect, Row, Select
from sqlalchemy.engine import result_tuple

Convert = Callable[[Any], Any]


class Question:
    """One statement as the driver takes it."""

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        """Compile it.

        Raises:
            ValueError: a parameter is a list: the text would differ with its length.
        """
        compiled = statement.compile(dialect=dialect)
        self.text: Final = str(compiled)
        order: Sequence[str] = compiled.positiontup or ()
        lists = [name for name in compiled.binds if compiled.binds[name].expanding]
        if lists:
            raise ValueError(f"expected parameters that are no lists, got {', '.join(lists)}")
        types = {name: compiled.binds[name].type.dialect_impl(dialect) for name in order}
        self._given: Final = [(name, types[name].bind_processor(dialect)) for name in order]
        self._fixed: Final = {name: compiled.params[name] for name in order}
        columns = list(statement.exported_columns)
        converts = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._converts: Final[list[tuple[int, Convert]]] = [
            (at, convert) for at, convert in enumerate(converts) if convert is not None
        ]
        self._row: Final[Callable[[Sequence[Any]], Row[Any]]] = result_tuple([str(column.key) for column in columns])

    def values(self, parameters: Mapping[str, Any] | None) -> list[Any]:
        """The parameters in the driver's order, as it takes them."""
        named = self._fixed if parameters is None else {**self._fixed, **parameters}
        return [named[name] if convert is None else convert(named[name]) for name, convert in self._given]

    def rows(self, found: Iterable[Iterable[Any]]) -> Sequence[Row[Any]]:
        """What the driver found, as the columns' types have it."""
        rows: list[Row[Any]] = []
        for row in found:
            values = list(row)
            for at, convert in self._converts:
                values[at] = convert(values[at])
            rows.append(self._row(values))
        return rows


class Questions:
    """The statements that were asked so far. They are few and for ever: callers make each of them once."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[Select[Any], Question] = {}

    def of(self, statement: Select[Any]) -> Question:
        """The question that this statement is."""
        known = self._known.get(statement)
        if known is None:
            known = self._known[statement] = Question(statement, self._dialect)
        return known
