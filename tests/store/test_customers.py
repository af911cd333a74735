from __future__ import annotations

from datetime import timedelta

from milepost.sales.conversations import BuyingStage, Conversation, Evidence, Fact, FactStatus, StageChange
from milepost.services.conversations import start
from milepost.store.columns import new_id
from milepost.store.database import Database, Store
from milepost.store.records.customers import CustomerFilter
from milepost.store.records.follow_ups import OnboardingRow
from milepost.store.records.gaps import FeedbackRow, Gap
from milepost.store.records.referrals import ReferralFilter
from tests.store.records import NOW, quote, user


def lead(store: Store, conversation: str, *, stage: str = "", company: str = "") -> None:
    start(store, conversation, channel="web", now=NOW)
    memory = Conversation(conversation, channel="web")
    if stage:
        memory.stages.append(StageChange("m1", BuyingStage(stage), 0.9, {}, ()))
    if company:
        memory.facts["company"] = Fact("company", company, FactStatus.SAID, Evidence("m1", company))
    store.leads.put(memory, now=NOW)
    store.leads.add_stage_changes(conversation, memory.stages, now=NOW)


def names(store: Store, **wanted: object) -> set[str]:
    return {each.lead.conversation for each in store.customers.lines(CustomerFilter(**wanted))}


def test_customers_are_who_was_won_accepted_a_quote_or_speaks_as_one(database: Database) -> None:
    with database.begin() as store:
        for conversation in ("won", "accepted", "starting", "open", "lost"):
            lead(store, conversation, stage="evaluation")
        lead(store, "loyal", stage="retention")
        store.leads.set_status("won", "won", reason="signed", now=NOW)
        store.leads.set_status("lost", "lost", reason="price", now=NOW)
        store.quotes.add(quote(new_id(), "open"))
        store.quotes.add(quote(new_id(), "accepted", state="accepted", accepted_at=NOW))
        store.follow_ups.put_progress("starting", OnboardingRow("inbox", 1, "m1", NOW))
    with database.begin() as store:
        assert names(store) == {"won", "accepted", "starting", "loyal"}


def test_a_customers_line_has_what_they_bought_said_and_wait_for(database: Database) -> None:
    with database.begin() as store:
        lead(store, "c1", stage="onboarding", company="Costa Foods")
        store.quotes.add(quote("a" * 32, "c1", state="accepted", accepted_at=NOW - timedelta(days=9)))
        store.quotes.add(quote("b" * 32, "c1"))
        store.follow_ups.put_progress("c1", OnboardingRow("inbox", 2, "m1", NOW))
        store.gaps.add_feedback("c1", FeedbackRow("praise", "great", "m1", NOW))
        store.gaps.add_feedback("c1", FeedbackRow("complaint", "it is down", "m2", NOW))
        store.gaps.add(Gap("g1", "c1", "unanswered", "LDAP?", "m1", "open", NOW, None))
        store.gaps.add(Gap("g2", "c1", "unanswered", "SSO?", "m1", "answered", NOW, NOW))
        (line,) = store.customers.lines(CustomerFilter())
    assert [each.id for each in line.quotes] == ["a" * 32]
    assert line.since == NOW - timedelta(days=9)
    assert line.onboarding[0].steps_done == 2
    assert [each.kind for each in line.feedback] == ["praise", "complaint"]
    assert line.is_at_risk
    assert line.questions == 1


def test_customers_are_narrowed_by_problem_product_words_owner_and_page(database: Database) -> None:
    with database.begin() as store:
        for conversation, company in (("calm", "Nut and Bolt"), ("sad", "Costa Foods"), ("soothed", "Bright")):
            lead(store, conversation, stage="retention", company=company)
        for kind in ("complaint", "praise"):
            store.gaps.add_feedback("soothed", FeedbackRow(kind, "words", "m1", NOW))
        store.gaps.add_feedback("sad", FeedbackRow("cancellation", "words", "m1", NOW))
        store.quotes.add(quote(new_id(), "calm", plan="team", state="accepted", accepted_at=NOW))
    with database.begin() as store:
        assert names(store, with_problems=True) == {"sad"}
        assert names(store, product="inbox", plans=("team",)) == {"calm"}
        assert names(store, words="costa") == {"sad"}
        assert names(store, among={"calm", "nobody"}) == {"calm"}
        assert names(store, among=set()) == set()
        assert len(names(store, limit=2)) == 2
        assert len(names(store, limit=2, offset=2)) == 1
        assert store.customers.subscribed() == [("calm", "year", NOW)]


def test_a_code_lists_who_came_by_it_and_whether_they_bought(database: Database) -> None:
    with database.begin() as store:
        lead(store, "giver", stage="advocacy", company="Costa Foods")
        lead(store, "buyer", stage="retention", company="Nut and Bolt")
        lead(store, "looker", stage="research")
        lead(store, "idle", stage="advocacy")
        store.referrals.add_code("ACORN-AB", "giver", now=NOW)
        store.referrals.add_code("ACORN-CD", "idle", now=NOW - timedelta(days=1))
        store.referrals.use("ACORN-AB", "buyer", now=NOW)
        store.referrals.use("ACORN-AB", "looker", now=NOW + timedelta(days=1))
    with database.begin() as store:
        first, second = store.referrals.lines(ReferralFilter())
        assert (first.code.code, first.names, second.friends) == ("ACORN-AB", (None, "Costa Foods", None), ())
        assert [(each.conversation, each.has_bought) for each in first.friends] == [("looker", False), ("buyer", True)]

        def codes(**wanted: str) -> list[str]:
            return [line.code.code for line in store.referrals.lines(ReferralFilter(**wanted))]

        assert codes(show="due") == ["ACORN-AB"]
        assert codes(show="used") == ["ACORN-AB"]
        assert codes(show="unused") == ["ACORN-CD"]
        assert codes(words="nut") == ["ACORN-AB"]
        assert codes(words="acorn-cd") == ["ACORN-CD"]
        assert store.referrals.reward("buyer", now=NOW)
        assert not store.referrals.reward("buyer", now=NOW)
        assert codes(show="due") == []


def test_a_rep_who_sees_own_leads_only_does_not_see_a_colleagues(database: Database) -> None:
    with database.begin() as store:
        for conversation in ("giver", "friend"):
            lead(store, conversation, stage="retention", company=conversation)
        store.users.add(user("dana"))
        store.users.add(user("sam"))
        store.leads.assign("friend", "sam", now=NOW)
        store.referrals.add_code("ACORN-AB", "giver", now=NOW)
        store.referrals.use("ACORN-AB", "friend", now=NOW)
    with database.begin() as store:
        assert names(store, seen_by="dana") == {"giver"}
        (line,) = store.referrals.lines(ReferralFilter(seen_by="dana"))
        assert (line.friends[0].conversation, line.friends[0].names) == ("", (None, None, None))
        store.leads.assign("giver", "sam", now=NOW)
        assert store.referrals.lines(ReferralFilter(seen_by="dana")) == ()
