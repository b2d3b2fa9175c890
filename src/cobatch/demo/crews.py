"""Who does what at each manufacturer, and for which sponsor."""

from dataclasses import dataclass

from cobatch.demo.cast import BERLIN, PUNE


@dataclass(frozen=True)
class Crew:
    """The people of one relationship by what they do; `zone` is the manufacturer's clock."""

    relationship: str
    zone: str
    buyer: str
    sponsor_quality: str
    author: str
    production: str
    laboratory: str
    quality: str
    customer_service: str
    warehouse: str
    finance: str
    carrier: str = "NordKuhl Logistics"


SAHYADRI = Crew(
    "HR-SF", PUNE, buyer="grace", sponsor_quality="elena", author="ravi", production="joerg",
    laboratory="meera", quality="anjali", customer_service="tomas", warehouse="ravi", finance="lena",
)  # fmt: skip
ALPENFILL = Crew(
    "HR-AF", BERLIN, buyer="grace", sponsor_quality="elena", author="uwe", production="uwe",
    laboratory="uwe", quality="katrin", customer_service="jonas", warehouse="uwe", finance="jonas",
)  # fmt: skip
CORVALE = Crew(
    "CV-SF", PUNE, buyer="nina", sponsor_quality="nina", author="ravi", production="joerg",
    laboratory="meera", quality="anjali", customer_service="tomas", warehouse="ravi", finance="lena",
)  # fmt: skip
OF_ITEM = {
    "HR-101": SAHYADRI, "HR-102": SAHYADRI, "HR-201": ALPENFILL, "HR-202": ALPENFILL, "CV-500": CORVALE,
}  # fmt: skip
