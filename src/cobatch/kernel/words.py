"""The type of a word shown to people: plain text, or a translation that waits for the reader's language."""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise
else:
    from django.utils.functional import Promise as StrPromise

Words: TypeAlias = str | StrPromise
