"""The type of a word shown to people: plain text, or a translation that waits for the reader's language."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    Words = str | StrPromise
else:
    Words = str | Promise
