"""Roles of people. A touch point names the roles that may act; there are no other permissions."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.kernel.words import Words


class Role(StrEnum):
    SUPPLY_PLANNER = "supply_planner"
    CATEGORY_MANAGER = "category_manager"
    PROCUREMENT_APPROVER = "procurement_approver"
    BUYER = "buyer"
    QUALIFIED_PERSON = "qualified_person"
    REGULATORY_AFFAIRS = "regulatory_affairs"
    LOGISTICS = "logistics"
    RECEIVER = "receiver"
    ACCOUNTS_PAYABLE = "accounts_payable"
    TREASURY = "treasury"
    PLANNER = "planner"
    BUSINESS_DEVELOPMENT = "business_development"
    COMMERCIAL_HEAD = "commercial_head"
    CUSTOMER_SERVICE = "customer_service"
    MATERIAL_PLANNER = "material_planner"
    DOCUMENT_OWNER = "document_owner"
    PRODUCTION = "production"
    SUPERVISOR = "supervisor"
    QUALITY_CONTROL = "quality_control"
    WAREHOUSE = "warehouse"
    FINANCE = "finance"
    QUALITY_ASSURANCE = "quality_assurance"
    EXECUTIVE = "executive"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"

    @property
    def label(self) -> Words:
        return _LABELS[self]


_LABELS: dict[Role, Words] = {
    Role.SUPPLY_PLANNER: _("Supply planner"),
    Role.CATEGORY_MANAGER: _("Category manager"),
    Role.PROCUREMENT_APPROVER: _("Procurement approver"),
    Role.BUYER: _("Buyer"),
    Role.QUALIFIED_PERSON: _("Qualified Person"),
    Role.REGULATORY_AFFAIRS: _("Regulatory affairs"),
    Role.LOGISTICS: _("Logistics"),
    Role.RECEIVER: _("Receiver"),
    Role.ACCOUNTS_PAYABLE: _("Accounts payable"),
    Role.TREASURY: _("Treasury"),
    Role.PLANNER: _("Planner"),
    Role.BUSINESS_DEVELOPMENT: _("Business development"),
    Role.COMMERCIAL_HEAD: _("Commercial head"),
    Role.CUSTOMER_SERVICE: _("Customer service"),
    Role.MATERIAL_PLANNER: _("Material planner"),
    Role.DOCUMENT_OWNER: _("Document owner"),
    Role.PRODUCTION: _("Production"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.QUALITY_CONTROL: _("Quality control"),
    Role.WAREHOUSE: _("Warehouse"),
    Role.FINANCE: _("Finance"),
    Role.QUALITY_ASSURANCE: _("Quality assurance"),
    Role.EXECUTIVE: _("Executive"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
}

_BOTH = frozenset({Role.QUALITY_ASSURANCE, Role.EXECUTIVE, Role.ADMINISTRATOR, Role.AUDITOR})
_SPONSOR = _BOTH | {
    Role.SUPPLY_PLANNER,
    Role.CATEGORY_MANAGER,
    Role.PROCUREMENT_APPROVER,
    Role.BUYER,
    Role.QUALIFIED_PERSON,
    Role.REGULATORY_AFFAIRS,
    Role.LOGISTICS,
    Role.RECEIVER,
    Role.ACCOUNTS_PAYABLE,
    Role.TREASURY,
}

ROLES_OF: dict[Side, frozenset[Role]] = {
    Side.SPONSOR: _SPONSOR,
    Side.CMO: frozenset(Role) - (_SPONSOR - _BOTH),
    Side.EITHER: frozenset(Role),
    Side.AUTO: frozenset(),
}
