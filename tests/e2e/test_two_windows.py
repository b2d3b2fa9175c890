"""Sponsor and manufacturer at once: what one does the other sees within a second, without reload."""

import time

from playwright.sync_api import expect

SECOND = 1.5  # one second on a quiet machine; the machine of the tests is seldom quiet


def issue(page, number, quantity="22000"):
    page.goto("/orders/")
    page.get_by_role("link", name="Issue purchase order").first.click()
    dialog = page.locator("dialog[open]")
    dialog.locator("[name=number]").fill(number)
    dialog.locator("[name=market]").fill("US")
    dialog.locator("[name=ship_to]").fill("Harborview")
    dialog.locator("[name='lines.0.item']").select_option("HR-101")
    dialog.locator("[name='lines.0.quantity.value']").fill(quantity)
    dialog.locator("[name='lines.0.requested_date']").fill("2027-03-25")
    return dialog


def test_an_order_is_seen_answered_and_resolved_live(sign_in):
    buyer, service = sign_in("buyer@hr.example"), sign_in("customer_service@sf.example")
    service.goto("/")
    dialog = issue(buyer, "4500018231")

    began = time.monotonic()
    dialog.get_by_role("button", name="Issue purchase order").click()
    expect(service.get_by_text("PO 4500018231")).to_be_visible()
    print(f"the other window knew after {time.monotonic() - began:.2f} s")
    buyer.wait_for_url("**/orders/*-*/")
    expect(buyer.get_by_text("Waiting on customer_service of Sahyadri")).to_be_visible()

    service.locator(".worklist-row", has_text="4500018231").get_by_role("link").click()
    service.locator("#drawer").get_by_role("link", name="Confirm order").click()
    form = service.locator("#dialog[open]")
    form.locator("[name='answers.0.answer']").select_option("change")
    form.locator("[name='answers.0.quantity.value']").fill("20 000")
    form.locator("[name='answers.0.promised_date']").fill("2027-04-05")
    form.locator("[name='answers.0.reason']").select_option("people")
    form.get_by_role("button", name="Confirm order").click()

    expect(buyer.get_by_text("change proposed")).to_be_visible()
    expect(buyer.get_by_text("Waiting on you")).to_be_visible()
    buyer.get_by_role("link", name="Resolve proposed change").click()
    buyer.locator("dialog[open]").get_by_role("button", name="Resolve proposed change").click()
    service.goto(buyer.url)
    expect(service.locator("main").get_by_text("confirmed", exact=True).first).to_be_visible()


def test_a_refusal_names_the_field_and_keeps_what_was_typed(sign_in):
    buyer = sign_in("buyer@hr.example")
    dialog = issue(buyer, "4500018999", quantity="22500")

    dialog.get_by_role("button", name="Issue purchase order").click()

    expect(dialog.get_by_text("This item is ordered in multiples of 1000.")).to_be_visible()
    expect(dialog.locator("[name=number]")).to_have_value("4500018999")
    expect(dialog.locator("[name='lines.0.quantity.value']")).to_have_value("22500")


def test_every_form_works_without_javascript(sign_in):
    buyer = sign_in("buyer@hr.example", java_script_enabled=False)
    buyer.goto("/orders/")
    buyer.get_by_role("link", name="Issue purchase order").first.click()
    buyer.fill("[name=number]", "4500018777")
    buyer.fill("[name=market]", "US")
    buyer.fill("[name=ship_to]", "Harborview")
    buyer.select_option("[name='lines.0.item']", "HR-101")
    buyer.fill("[name='lines.0.quantity.value']", "1000")
    buyer.fill("[name='lines.0.requested_date']", "2027-05-05")
    buyer.click("[name=_add]")
    expect(buyer.locator("[name='lines.1.item']")).to_be_visible()
    expect(buyer.locator("[name=number]")).to_have_value("4500018777")
    buyer.click("[name=_remove] >> nth=1")
    buyer.click("footer button[name=_do]")
    expect(buyer.get_by_role("heading", name="PO 4500018777")).to_be_visible()


def test_the_other_sponsor_of_the_same_manufacturer_sees_none_of_it(sign_in):
    buyer, stranger = sign_in("buyer@hr.example"), sign_in("buyer@cv.example")
    dialog = issue(buyer, "4500018555")
    dialog.get_by_role("button", name="Issue purchase order").click()
    buyer.wait_for_url("**/orders/*-*/")
    thread = buyer.url

    assert stranger.goto(thread).status == 404
    stranger.goto("/orders/")
    expect(stranger.get_by_text("4500018555")).to_have_count(0)
    stranger.goto("/search/?q=4500018555")
    expect(stranger.get_by_text("Nothing carries this number or name")).to_be_visible()
