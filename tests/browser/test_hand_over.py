"""A hand-over in real browsers: two reps at once, asked and not come, writing, prices, notes that name a colleague."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from milepost.services.handoffs.clocks import Clocks
from milepost.services.jobs import JobRunner
from milepost.store.columns import utc_now
from tests.browser.conftest import open_chat, say
from tests.browser.test_console import Enter, Office, answer_as_bot, enter, office, patience

__all__ = ["enter", "office", "patience"]


def spoken(response: str, *, language: str, channel: str, **values: str) -> Mapping[str, Any]:
    return {"text": "Nobody could come in time; leave an address or pick a time.", "buttons": [], "custom": None}


@pytest.fixture
def visitor(chromium: Browser, office: Office) -> Iterator[Page]:
    """A visitor who asked for a person."""
    street = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = street.new_page()
    page.goto(office.server.url)
    open_chat(page)
    say(page, "I want to talk about 20 seats")
    expect(page.locator(".turn.visitor .state")).to_have_text("Delivered")
    yield page
    street.close()


def test_of_two_reps_who_come_at_once_one_has_it_and_the_other_is_told_who(
    office: Office, enter: Enter, visitor: Page, photograph: Callable[[Page, str], None]
) -> None:
    conversation = answer_as_bot(office)
    dana, sam = enter("Dana", f"leads/{conversation}"), enter("Sam", f"leads/{conversation}")
    expect(dana.locator("#lookers")).to_contain_text("Sam is viewing")
    forms = [page.locator(".who .take-over button") for page in (dana, sam)]
    for form in forms:
        form.evaluate("button => setTimeout(() => button.click(), 50)")
    expect(dana.locator(".who")).to_contain_text("answers")
    expect(sam.locator(".who")).to_contain_text("answers")
    with office.house.database.begin() as store:
        holder = store.handoffs.open_of(conversation).rep_name
    winner, loser = (dana, sam) if holder == "Dana" else (sam, dana)
    expect(loser.locator("#reply button")).to_be_disabled()
    expect(visitor.get_by_text(f"{holder} has joined")).to_be_visible()

    winner.locator("#reply-text").fill("Hello, which plan do you mean?")
    expect(loser.locator("#lookers")).to_contain_text(f"{holder} is writing a reply")
    expect(loser.locator("#reply-text")).to_have_attribute("readonly", "")
    expect(visitor.locator(".typing")).to_be_visible()
    photograph(loser, "console-draft-lock")
    winner.keyboard.press("Control+Enter")
    expect(visitor.get_by_text("Hello, which plan do you mean?")).to_be_visible()

    visitor.get_by_label("Your message").press_sequentially("The Team")
    expect(winner.locator("#visitor-types")).to_have_text("The visitor is writing …")
    winner.get_by_text("Insert a price").click()
    winner.get_by_label("Quantity").fill("20")
    winner.get_by_role("button", name="Work out").click()
    expect(winner.locator("#priced")).to_contain_text("Total")
    photograph(winner, "console-price")
    winner.get_by_role("button", name="Send to visitor").click()
    expect(visitor.locator("[part~=message-rep] table")).to_be_visible()
    photograph(visitor, "widget-price-from-rep")

    winner.get_by_role("button", name="Hand back to the bot").click()
    expect(winner.locator(".who")).to_contain_text("Bot answers")
    expect(visitor.get_by_text("automated assistant again")).to_be_visible()


def run_next(runner: JobRunner) -> None:
    """One due job, on a loop of its own: Playwright keeps one running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(runner.run_next())).result()


def test_if_nobody_comes_the_visitor_hears_the_truth_and_the_answer_is_owed(
    office: Office, enter: Enter, visitor: Page, photograph: Callable[[Page, str], None]
) -> None:
    conversation = answer_as_bot(office)
    house = office.house
    with house.database.begin() as store:
        row = store.handoffs.open_of(conversation)
        store.handoffs.begin_again(row.id, clock_from=utc_now())
        store.jobs.add("handoff_clock", {"handoff": row.id}, idempotency_key="k", due=utc_now(), now=utc_now())
    rep = enter("Dana", f"leads/{conversation}")
    clocks = Clocks(house.database, lambda: house.catalogue, spoken, house.broadcaster.wake)
    run_next(JobRunner(house.database, clocks.work()))
    late = JobRunner(house.database, clocks.work(), clock=lambda: utc_now() + timedelta(minutes=11))
    run_next(late)
    expect(visitor.get_by_text("Nobody could come in time").first).to_be_visible()
    expect(visitor.get_by_role("button", name="Talk to a person")).to_be_enabled()
    expect(rep.locator(".strip")).to_contain_text("An answer is owed")
    photograph(rep, "console-owed")
    photograph(visitor, "widget-nobody-came")
    rep.get_by_text("Answered outside of the chat?").click()
    rep.get_by_label("What came of it").fill("called back")
    rep.get_by_role("button", name="Settle").click()
    expect(rep.locator(".who")).to_contain_text("Bot answers")


def test_a_note_that_names_a_colleague_reaches_them(office: Office, enter: Enter) -> None:
    office.keen()
    sam, dana = enter("Sam"), enter("Dana", "leads/web-keen")
    dana.keyboard.press("n")
    dana.keyboard.type("@Sam can you look at the EU question?")
    dana.keyboard.press("Control+Enter")
    expect(sam.locator("#mentions")).to_have_text("1 mention")
    sam.locator("#mentions").click()
    expect(sam.get_by_text("can you look at the EU question?")).to_be_visible()
    sam.get_by_role("link", name="Ana Costa").click()
    expect(sam.locator("#mentions")).to_be_hidden()
