"""Who acts: a person or service account of one company, or the engine on a company's behalf."""

from dataclasses import dataclass
from uuid import UUID

from cobatch.kernel.roles import Role
from cobatch.network.models import Organisation, Person, Site


@dataclass(frozen=True)
class Actor:
    """The one who acts, as the engine needs to know them."""

    organisation: Organisation
    person: Person | None = None
    scopes: frozenset[str] | None = None
    source: str = "ui"

    @property
    def organisation_id(self) -> UUID:
        """The company whose side this is."""
        return self.organisation.id

    @property
    def roles(self) -> frozenset[str]:
        """Roles of the person; the engine itself has none."""
        return frozenset(self.person.roles) if self.person else frozenset()

    @property
    def site(self) -> Site | None:
        """The site whose clock the person reads."""
        return self.person.site if self.person else None

    @property
    def can_sign(self) -> bool:
        """Only a natural person signs."""
        return self.person is not None and not self.person.service

    def has_any(self, roles: frozenset[Role] | tuple[Role, ...]) -> bool:
        """True when the person holds one of these roles."""
        return bool(self.roles & {str(role) for role in roles})


def actor_of(person: Person, *, source: str = "ui", scopes: frozenset[str] | None = None) -> Actor:
    """The person as an actor."""
    return Actor(organisation=person.organisation, person=person, source=source, scopes=scopes)
