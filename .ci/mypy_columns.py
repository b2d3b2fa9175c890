"""Teaches mypy that Model(price=Money(…)) is right where `price` is a value of two columns."""

import inspect
from typing import Any

from mypy.checker import TypeChecker
from mypy.options import Options
from mypy.types import Instance, NoneType, UnionType
from mypy.types import Type as MypyType
from mypy_django_plugin.lib import helpers
from mypy_django_plugin.main import NewSemanalDjangoPlugin

COLUMNS = {
    "MoneyColumns": "cobatch.kernel.money.Money",
    "QuantityColumns": "cobatch.kernel.quantity.Quantity",
}


class ColumnsPlugin(NewSemanalDjangoPlugin):
    def __init__(self, options: Options) -> None:
        super().__init__(options)
        fields_only = self.django_context.get_expected_types

        def with_columns(api: TypeChecker, model: type[Any], *, method: str) -> dict[str, MypyType]:
            expected = fields_only(api, model, method=method)
            for name in model._meta._property_names:
                column = type(inspect.getattr_static(model, name)).__name__
                kind = helpers.lookup_fully_qualified_typeinfo(api, COLUMNS.get(column, ""))
                if kind is not None:
                    expected[name] = UnionType([Instance(kind, []), NoneType()])
            return expected

        self.django_context.get_expected_types = with_columns  # type: ignore[method-assign]


def plugin(version: str) -> type[ColumnsPlugin]:
    return ColumnsPlugin
