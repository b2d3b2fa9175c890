"""What administrators and relationship owners enter."""

from cobatch.steps.parties.payloads.items import Basis, NewItem
from cobatch.steps.parties.payloads.people import (
    AmountLimit,
    Deputation,
    NewPerson,
    NewToken,
    OnePerson,
    OneToken,
    RolesOf,
    SiteDetails,
)
from cobatch.steps.parties.payloads.relationships import Acceptance, Proposal

__all__ = [
    "Acceptance",
    "AmountLimit",
    "Basis",
    "Deputation",
    "NewItem",
    "NewPerson",
    "NewToken",
    "OnePerson",
    "OneToken",
    "Proposal",
    "RolesOf",
    "SiteDetails",
]
