"""Before the first step, Parties: people, roles, limits, deputies, tokens, and relationships between companies."""

TOUCHPOINTS = (
    "parties.add_site",
    "parties.add_person",
    "parties.change_roles",
    "parties.deactivate_person",
    "parties.reactivate_person",
    "parties.set_limit",
    "parties.name_deputy",
    "parties.issue_token",
    "parties.revoke_token",
    "parties.propose_relationship",
    "parties.accept_relationship",
    "parties.decline_relationship",
    "parties.introduce_item",
)
