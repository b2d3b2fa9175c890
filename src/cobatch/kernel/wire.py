"""How a value of number and code (89817.00 USD, 44000 H87) is read from and described in JSON.

A wrong part is reported at its own place (`/price/amount`), which a union of schemas would not do.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError, core_schema

from cobatch.kernel.decimals import WIRE_PATTERN, from_wire


def pair_schema(
    made: Callable[[Decimal, str], Any], kind: type[Any], number: str, code: str, codes: Callable[[], Any]
) -> core_schema.CoreSchema:
    """Takes an instance of `kind` or {number: "…", code: "…"}; gives the latter back."""

    def known(value: str) -> str:
        if value not in codes():
            raise PydanticCustomError(
                f"{code}_unknown", "Unknown {part}: {given}", {"part": code, "given": value}
            )
        return value

    def pair(value: dict[str, Any]) -> Any:
        return made(value[number], value[code])

    def instance_or_pair(value: Any, read: core_schema.ValidatorFunctionWrapHandler) -> Any:
        return value if isinstance(value, kind) else read(value)

    checked = core_schema.no_info_after_validator_function(known, core_schema.str_schema(strict=True))
    fields = _two_fields(number, code, checked)
    return core_schema.no_info_wrap_validator_function(
        instance_or_pair,
        core_schema.no_info_after_validator_function(pair, fields),
        serialization=core_schema.plain_serializer_function_ser_schema(lambda value: value.as_json()),
    )


def _two_fields(number: str, code: str, checked: core_schema.CoreSchema) -> core_schema.CoreSchema:
    numeric = core_schema.no_info_plain_validator_function(_number)
    fields = {
        number: core_schema.typed_dict_field(numeric),
        code: core_schema.typed_dict_field(checked),
    }
    return core_schema.typed_dict_schema(fields, extra_behavior="forbid")


def pair_json_schema(number: str, code: str, code_pattern: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            number: {"type": "string", "pattern": WIRE_PATTERN},
            code: {"type": "string", "pattern": code_pattern},
        },
        "required": [number, code],
        "additionalProperties": False,
    }


def _number(value: Any) -> Decimal:
    try:
        return from_wire(value)
    except (TypeError, ValueError) as wrong:
        raise PydanticCustomError("number_not_plain", "{why}", {"why": str(wrong)}) from wrong
