"""Identifiers of records."""

import uuid

from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A UUIDv7: ids sort in the order of their making, by the system's clock even when ours is moved."""
    return uuid7()
