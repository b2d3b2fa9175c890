"""axe finds nothing: every page, wide and narrow, light and dark; nothing is wider than its window."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "buyer@hr.example": ["/", "/?on=them", "/orders/", "/search/?q=HR"],
    "admin@hr.example": ["/setup/", "/relationships/", "/gallery/"],
    "planner@sf.example": ["/schedules/", "/batches/", "/forecasts/"],
    "quality_assurance@sf.example": ["/documents/", "/quality-agreements/", "/artifact-requests/"],
    "finance@sf.example": ["/invoices/", "/shipments/", "/price-agreements/", "/quotations/"],
}
WIDTHS = [1440, 360]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("email", list(PAGES))
def test_pages_have_no_axe_findings(sign_in, email, scheme):
    found = []
    page = sign_in(email, color_scheme=scheme)
    for path in PAGES[email]:
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(50)
            for violation in Axe().run(page).response["violations"]:
                nodes = [node["html"][:120] for node in violation["nodes"]][:2]
                found.append((path, width, violation["id"], nodes))
            wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if wider > 0:
                found.append((path, width, "wider than the window by", wider))
    assert found == []
