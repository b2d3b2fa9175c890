"""A typical body of a touch point, made from its schema: for documentation, it need not fit any record."""

from typing import Any

from cobatch.api.incoming import SIGNATURE
from cobatch.touchpoints.declare import TouchPoint

_BY_FORMAT = {
    "uuid": "01919f3e-7c00-7000-8000-000000000000",
    "date": "2027-03-25",
    "date-time": "2027-03-25T09:00:00Z",
    "email": "grace@halden.example",
}
_BY_TYPE: dict[str, Any] = {"integer": 1, "number": 1, "boolean": True, "null": None}
_PAIRS: tuple[tuple[set[str], dict[str, str]], ...] = (
    ({"amount", "currency"}, {"amount": "89817.00", "currency": "USD"}),
    ({"value", "unit"}, {"value": "44000", "unit": "H87"}),
)
_SIGNED = {"hash": "…", "email": "elena@halden.example", "password": "…"}


def example_of(touchpoint: TouchPoint) -> dict[str, Any]:
    """The required fields, filled in; the signature where one is asked for."""
    schema = touchpoint.takes.model_json_schema()
    body: dict[str, Any] = _value(schema, schema.get("$defs", {}))
    return body | ({SIGNATURE: _SIGNED} if touchpoint.sign else {})


def _value(schema: dict[str, Any], known: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _value(known[schema["$ref"].rsplit("/", 1)[-1]], known)
    for choice in ("anyOf", "allOf", "oneOf"):
        if choice in schema:
            return _value(schema[choice][0], known)
    if "const" in schema:
        return schema["const"]
    return schema["enum"][0] if "enum" in schema else _plain(schema, known)


def _plain(schema: dict[str, Any], known: dict[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "object":
        return _object(schema, known)
    if kind == "array":
        return [_value(schema.get("items", {}), known)]
    return _BY_FORMAT.get(schema.get("format", ""), _BY_TYPE.get(str(kind), "…"))


def _object(schema: dict[str, Any], known: dict[str, Any]) -> Any:
    properties = schema.get("properties", {})
    if pair := pair_of(schema):
        return pair
    return {name: _value(properties[name], known) for name in schema.get("required", ())}


def pair_of(schema: dict[str, Any]) -> dict[str, str] | None:
    """A typical value of number and code, if the schema describes one."""
    return next((pair for names, pair in _PAIRS if set(schema.get("properties", ())) == names), None)
