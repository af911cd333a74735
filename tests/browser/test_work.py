"""What a sales team lives in, in a real browser: the phone, the board, several leads at once, writing in, notices."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from milepost.store.columns import utc_now
from tests.browser import test_console
from tests.browser.test_console import Enter, Office, violations
from tests.browser.test_desk import tab_to

office, enter, patience = test_console.office, test_console.enter, test_console.patience

PAGES = ("today?whose=all", "leads?show=all", "board", "leads/web-keen", "leads/web-keen/erase", "new-lead", "import",
         "settings", "analytics", "analytics/funnel?days=all&line=purchase", "deliveries", "channels", "corrections",
         "audit", "people", "mentions")  # fmt: skip
NEW = ("today?whose=all", "leads?show=all", "board", "new-lead", "import", "settings")


def quoted(office: Office, name: str, seats: int) -> None:
    visitor = office.house.visitor(f"web-{name}")
    visitor.now = utc_now()
    visitor.says(
        f"please send me an offer for {seats} seats",
        facts=[("contact_name", name.capitalize(), name), ("email", f"{name}@hill.example", name)],
        stage=("evaluation", 0.8, ()),
        quote=("inbox-team", seats, "month"),
    )


def test_every_page_fits_a_phone_without_sideways_scrolling(office: Office, enter: Enter) -> None:
    office.keen()
    quoted(office, "lou", 7)
    page = enter("Olga")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        wide = {}
        for address in PAGES:
            page.goto(f"{office.server.url}console/{address}")
            if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
                wide[address] = found
            if address in NEW:
                assert violations(page) == [], address
        assert wide == {}, width


def test_a_rep_takes_over_and_answers_from_the_phone(office: Office, enter: Enter) -> None:
    office.keen()
    page = enter("Dana", "today")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Take over Ana Costa").click()
    field = page.locator("#reply-text")
    expect(field).to_be_editable()
    field.fill("Hello Ana, Dana here.")
    send = page.get_by_role("button", name="Send", exact=True)
    expect(send).to_be_enabled()
    assert send.bounding_box()["height"] >= 44  # type: ignore[index]
    send.click()
    expect(page.locator("#transcript")).to_contain_text("Hello Ana, Dana here.")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(page) == []


def test_a_promise_is_written_in_on_the_phone_and_closed_on_the_day(office: Office, enter: Enter) -> None:
    quoted(office, "lou", 7)
    page = enter("Dana", "leads/web-lou")
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("#actions > summary").click()
    text = page.locator("#promise-text")
    assert text.bounding_box()["width"] >= 120  # type: ignore[index]
    text.fill("the signed contract")
    page.get_by_label("What is to be done").select_option("send")
    zone = ZoneInfo(office.house.catalogue.company.timezone)
    due = utc_now().astimezone(zone) + timedelta(hours=1)
    page.locator("#promise-due").fill(due.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Write in").click()
    promises = page.locator("section.promises")
    expect(promises).to_contain_text("the signed contract")
    expect(promises).to_contain_text("Dana, written in by Dana")
    expect(page.locator("section.next .step")).to_contain_text("keep what was promised: send it to them")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        for address in ("leads/web-lou", "leads", "today"):
            page.goto(f"{office.server.url}console/{address}")
            expect(page.locator("main")).to_contain_text("the signed contract")
            assert page.evaluate("document.documentElement.scrollWidth") == width, address
            assert violations(page) == [], address
    page.locator("section.tasks").get_by_role("button", name="Done").click()
    expect(page.locator("main")).to_contain_text("Nothing that was promised falls due today.")


def test_a_lead_is_dragged_to_a_stage_and_by_keyboard_to_won(office: Office, enter: Enter) -> None:
    quoted(office, "lou", 7)
    page = enter("Dana", "board")
    page.set_viewport_size({"width": 1500, "height": 720})
    card = page.locator("#lead-web-lou")
    card.drag_to(page.locator("[data-column=purchase]"))
    expect(page.locator("[data-column=purchase] #lead-web-lou")).to_be_visible()
    expect(page.locator("[data-column=purchase] .sum")).to_have_text("$175")
    card.drag_to(page.locator("[data-column=lost]"))
    expect(page.get_by_role("dialog")).to_contain_text("Move Lou")
    expect(page.get_by_label("Reason")).to_be_focused()
    page.get_by_role("button", name="Cancel").click()
    card.locator(".open").focus()
    page.keyboard.press("m")
    page.keyboard.press("W")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()  # without a reason nothing is sent
    page.get_by_label("Reason").fill("signed")
    page.get_by_label("Worth").fill("2,100")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("[data-column=won]")).to_contain_text("$2,100")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#lead-web-lou .open")).to_be_focused()


def test_several_leads_are_picked_and_tagged_while_the_list_renews_itself(office: Office, enter: Enter) -> None:
    for name, seats in (("lou", 7), ("max", 20)):
        quoted(office, name, seats)
    page = enter("Dana", "leads?sort=value")
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("Max")
    tab_to(page, "Value")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("turned=yes"))
    expect(first).to_contain_text("Lou")
    page.get_by_label("Pick Lou").check()
    quoted(office, "ida", 9)
    office.house.broadcaster.wake("web-ida")
    expect(page.locator("#lead-web-ida")).to_be_visible()
    expect(page.get_by_label("Pick Lou")).to_be_checked()
    expect(page.locator("#picked")).to_have_text("1")
    page.get_by_label("Tag", exact=True).fill("spring")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="1 changed")).to_be_visible()
    page.get_by_label("Tag", exact=True).first.select_option("spring")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_text("Save this view").click()
    page.get_by_label("Name").fill("Spring fair")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Spring fair")).to_have_attribute("aria-current", "true")
    assert violations(page) == []


def test_a_file_is_mapped_looked_at_and_imported_and_a_fact_added(office: Office, enter: Enter, tmp_path: Path) -> None:
    office.keen()
    file = tmp_path / "fair.csv"
    file.write_text("Person,Mail,Worth\nTom Hill,tom@hill.example,900\nAna,ana@costafoods.example,\nBad,nowhere,\n")
    page = enter("Dana", "import")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator("#sum")).to_contain_text("3 rows: 2 can be kept, 1 is there already, 1 with mistakes")
    expect(page.get_by_role("row", name="row 4")).to_contain_text("Mail")
    assert violations(page) == []
    page.get_by_label("Leave out the 1 row").check()
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_role("status").filter(has_text="1 new lead")).to_be_visible()
    page.goto(f"{office.server.url}console/leads?q=tom")
    page.get_by_role("link", name="Tom Hill").click()
    page.get_by_text("Add what you know").click()
    page.get_by_label("What you know of").select_option("phone")
    page.get_by_label("Its value").fill("+353 1 234 5678")
    page.keyboard.press("Enter")
    expect(page.locator("#card")).to_contain_text("+35312345678")
    expect(page.locator(".how.entered").filter(has_text="written in by Dana").first).to_be_visible()
    assert violations(page) == []


def notices(page: Page) -> list[str]:
    return list(page.evaluate("window.shown"))


def test_notices_come_when_they_are_wanted_and_not_in_quiet_hours(office: Office, enter: Enter) -> None:
    page = enter("Dana", "settings")
    page.context.grant_permissions(["notifications"])
    page.context.add_init_script(
        "window.shown = []; document.hasFocus = () => false;"
        "ServiceWorkerRegistration.prototype.showNotification = async (title, options) => window.shown.push(options.body)"
    )
    page.reload()
    page.get_by_role("button", name="Switch on").click()
    expect(page.locator("#notices-state")).to_have_text("They are on in this browser.")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    office.keen()
    office.house.broadcaster.wake("web-keen")
    for _ in range(100):  # the policy of the page lets nothing be evaluated in it while it waits
        if notices(page):
            break
        page.wait_for_timeout(100)
    assert notices(page) == ["1 person waits for somebody to come"]
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    kept = page.evaluate(
        "caches.keys().then(names => Promise.all(names.map(async n => (await (await caches.open(n)).keys()).map(r => r.url))))"
    )
    assert all("/static/" in url for urls in kept for url in urls)

    minute = utc_now().strftime("%H:%M")
    page.get_by_label("From").fill(f"{(int(minute[:2]) + 20) % 24:02}:00")
    page.get_by_label("Until").fill(f"{(int(minute[:2]) + 4) % 24:02}:00")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("status").filter(has_text="Kept.")).to_be_visible()
    visitor = office.house.visitor("web-two")
    visitor.now = utc_now()
    visitor.says("a person", person="asked for a person")
    office.house.broadcaster.wake("web-two")
    expect(page.locator("#waiting")).to_contain_text("2 people wait")
    page.wait_for_timeout(300)
    assert notices(page) == []
    assert json.loads(page.evaluate("localStorage.getItem('milepost-told')"))["waiting"] == 2
