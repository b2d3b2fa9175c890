"""What a payload model is made of."""

import re
from typing import Annotated, Any

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from cobatch.kernel.groups import group

UNSPEAKABLE = re.compile("[\x00\ud800-\udfff]")


class Payload(BaseModel):
    """What a person or a partner's system sends; unknown fields are refused, text is trimmed."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def speakable(cls, given: Any) -> Any:
        """Text is Unicode that can be stored: no NUL and no half characters."""
        if isinstance(given, dict):
            for value in given.values():
                if isinstance(value, str) and UNSPEAKABLE.search(value):
                    raise ValueError(gettext_noop("This contains characters that cannot be stored."))
        return given


class NoPayload(Payload):
    """Nothing but the act itself."""


class Remark(Payload):
    """An act with an optional remark for the other company."""

    remark: Annotated[str, StringConstraints(max_length=2000), group.commercial] = Field(
        "", description=gettext_noop("For the other company to read.")
    )
