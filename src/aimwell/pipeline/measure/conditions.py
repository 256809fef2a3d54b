"""A measure's conditions as SQL expressions. Four plain shapes and 'all but these'; always joined by and."""

from collections.abc import Mapping

from sqlglot import exp

from aimwell.domain.measures import Condition, Except, Range


def all_of(conditions: Mapping[str, Condition]) -> exp.Expr:
    """The rows for which every condition holds; no condition holds for every row."""
    parts = [_one(exp.column(name, quoted=True), condition) for name, condition in sorted(conditions.items())]
    return exp.and_(*parts) if parts else exp.true()


def _one(column: exp.Expr, condition: Condition) -> exp.Expr:
    match condition:
        case Range(at_least, at_most):
            number = exp.cast(column, "double")
            bounds: list[exp.Expr] = []
            if at_least is not None:
                bounds.append(exp.GTE(this=number, expression=exp.convert(at_least)))
            if at_most is not None:
                bounds.append(exp.LTE(this=number.copy(), expression=exp.convert(at_most)))
            return exp.and_(*bounds)
        case Except(values):
            return exp.not_(_among(column, values))
        case tuple():
            return _among(column, condition)
        case _:
            return exp.EQ(this=column, expression=exp.convert(condition))


def _among(column: exp.Expr, values: tuple[str | float, ...]) -> exp.Expr:
    return exp.In(this=column, expressions=[exp.convert(value) for value in values])
