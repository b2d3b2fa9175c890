"""Validation errors in the user's words: one translated sentence for each kind that pydantic knows."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cobatch.kernel.refusals import Refusal

SENTENCES = {
    "missing": gettext_noop("This is missing."),
    "extra_forbidden": gettext_noop("This is not known here."),
    "string_too_short": gettext_noop("At least %(min_length)s characters."),
    "string_too_long": gettext_noop("At most %(max_length)s characters."),
    "string_pattern_mismatch": gettext_noop("This is not written as expected."),
    "string_type": gettext_noop("This must be text."),
    "too_short": gettext_noop("At least %(min_length)s."),
    "too_long": gettext_noop("At most %(max_length)s."),
    "decimal_parsing": gettext_noop("This is not a number."),
    "decimal_type": gettext_noop("This is not a number."),
    "decimal_max_places": gettext_noop("At most %(decimal_places)s decimals."),
    "int_parsing": gettext_noop("This is not a whole number."),
    "int_type": gettext_noop("This is not a whole number."),
    "greater_than": gettext_noop("This must be more than %(gt)s."),
    "greater_than_equal": gettext_noop("This must be at least %(ge)s."),
    "less_than": gettext_noop("This must be less than %(lt)s."),
    "less_than_equal": gettext_noop("This must be at most %(le)s."),
    "date_from_datetime_parsing": gettext_noop("This is not a date; write 2026-11-24."),
    "date_parsing": gettext_noop("This is not a date; write 2026-11-24."),
    "date_type": gettext_noop("This is not a date; write 2026-11-24."),
    "datetime_from_date_parsing": gettext_noop("This is not a time; write 2026-11-24T17:00Z."),
    "datetime_parsing": gettext_noop("This is not a time; write 2026-11-24T17:00Z."),
    "timezone_aware": gettext_noop("A time needs its zone; write 2026-11-24T17:00Z."),
    "enum": gettext_noop("Choose one of: %(expected)s."),
    "literal_error": gettext_noop("Choose one of: %(expected)s."),
    "bool_parsing": gettext_noop("This is yes or no."),
    "uuid_parsing": gettext_noop("There is no such record."),
    "model_type": gettext_noop("Several values are expected here."),
    "list_type": gettext_noop("A list is expected here."),
}


def pointer(path: tuple[Any, ...]) -> str:
    """A JSON pointer into the payload."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def reason_of(error: Any) -> Refusal:
    """One error of pydantic as a reason in words."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in SENTENCES:
        text = _(SENTENCES[kind]) % context if context else _(SENTENCES[kind])
    elif kind == "value_error" and "error" in context:
        text = _(str(context["error"]))
    else:
        text = _("This is not understood: %(problem)s") % {"problem": error["msg"]}
    return Refusal(kind, text, pointer(error["loc"]))
