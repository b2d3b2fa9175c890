"""What a payload model is made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from cobatch.kernel.groups import group


class Payload(BaseModel):
    """What a person or a partner's system sends; unknown fields are refused, text is trimmed."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class NoPayload(Payload):
    """Nothing but the act itself."""


class Remark(Payload):
    """An act with an optional remark for the other company."""

    remark: Annotated[str, StringConstraints(max_length=2000), group.commercial] = ""
