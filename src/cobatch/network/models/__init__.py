"""The tables of the network."""

from cobatch.network.models.items import Item
from cobatch.network.models.organisations import Organisation, Site
from cobatch.network.models.people import Deputy, Limit, Person
from cobatch.network.models.relationships import Relationship
from cobatch.network.models.tokens import Token

__all__ = ["Deputy", "Item", "Limit", "Organisation", "Person", "Relationship", "Site", "Token"]
