"""Why an act does not happen: the reasons a person reads, in exceptions that page, API and file answer with.

The docstring of each exception is its message when no reason is given, marked for translation there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext, gettext_noop

from cobatch.kernel.words import Words


@dataclass(frozen=True)
class Refusal:
    """One reason. `field` is a JSON pointer into the payload (`/lines/3/quantity`)."""

    code: str
    text: Words
    field: str | None = None


class ActError(Exception):
    __doc__ = gettext_noop("This cannot be done.")

    status: ClassVar[int] = 409
    default_code: ClassVar[str] = "refused"

    def __init__(self, reasons: Refusal | Iterable[Refusal] = ()) -> None:
        given = (reasons,) if isinstance(reasons, Refusal) else tuple(reasons)
        super().__init__(given)
        self.reasons: tuple[Refusal, ...] = given or (Refusal(self.default_code, self.message()),)

    @property
    def code(self) -> str:
        return self.default_code

    @classmethod
    def message(cls) -> str:
        """The default message in the language active now."""
        return gettext(cls.__doc__ or "")

    def __str__(self) -> str:
        return " ".join(str(reason.text) for reason in self.reasons)


class NotYours(ActError):  # noqa: N818 - named as it is said
    __doc__ = gettext_noop("There is no such record, or it is not yours to see.")

    status = 404
    default_code = "not_found"


class Refused(ActError):  # noqa: N818 - named as it is said
    __doc__ = gettext_noop("This is not possible now.")

    @property
    def code(self) -> str:
        return self.reasons[0].code


class Stale(ActError):  # noqa: N818 - named as it is said
    __doc__ = gettext_noop("The record has changed since you read it.")

    status = 412
    default_code = "stale"

    def __init__(self, changed: Iterable[Any] = (), reasons: Refusal | Iterable[Refusal] = ()) -> None:
        super().__init__(reasons)
        self.changed: list[Any] = list(changed)


class SignatureNeeded(ActError):  # noqa: N818 - named as it is said
    __doc__ = gettext_noop("This needs your signature on the record as it stands.")

    status = 403
    default_code = "signature_needed"

    def __init__(
        self, challenge: Mapping[str, Any] | None = None, reasons: Refusal | Iterable[Refusal] = ()
    ) -> None:
        super().__init__(reasons)
        self.challenge: dict[str, Any] | None = None if challenge is None else dict(challenge)


class BadPayload(ActError):  # noqa: N818 - named as it is said
    __doc__ = gettext_noop("Some of what you entered is missing or not understood.")

    status = 422
    default_code = "bad_payload"


class PreconditionMissing(ActError):  # noqa: N818 - named as it is said
    __doc__ = gettext_noop("Say which version you have read, and send a key of your own for this request.")

    status = 428
    default_code = "precondition_missing"
