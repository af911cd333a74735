"""Every route of the console on one page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from milepost.channels.kinds import Configured
from milepost.sales.analytics.talk import Alike
from milepost.sales.catalogue import Catalogue
from milepost.services.quotes.links import QuoteLinks
from milepost.settings import Oidc
from milepost.store.columns import utc_now
from milepost.store.database import Database
from milepost.web.broadcast import Broadcaster
from milepost.web.console.access import ROOT, Gate, Role
from milepost.web.console.after_sale.customers import CustomerPages
from milepost.web.console.after_sale.referrals import ReferralPages
from milepost.web.console.conversation import ConversationPages
from milepost.web.console.csrf import CsrfTokens
from milepost.web.console.desk.actions import ActionPages
from milepost.web.console.desk.bulk import BulkPages
from milepost.web.console.desk.exports import ExportPages
from milepost.web.console.desk.imports import ImportPages
from milepost.web.console.desk.own import OwnPages
from milepost.web.console.desk.today import TodayPage
from milepost.web.console.desk.trail import TrailPages
from milepost.web.console.desk.writing import WritingPages
from milepost.web.console.installing import install_routes
from milepost.web.console.leads import LeadPages
from milepost.web.console.live import LiveNews
from milepost.web.console.live_chat.mentions import MentionPages
from milepost.web.console.live_chat.pages import LiveChatPages
from milepost.web.console.pages import Pages
from milepost.web.console.people import PeoplePages
from milepost.web.console.reports.analytics import AnalyticsPages
from milepost.web.console.reports.channels import ChannelPages
from milepost.web.console.reports.deliveries import DeliveryPages
from milepost.web.console.reports.whole_view import for_all_leads
from milepost.web.console.sign_in import SignInPages, sign_in_limit
from milepost.web.console.single_sign_on import SingleSignOn
from milepost.web.courier import Health


def console_routes(
    database: Database,
    catalogue: Callable[[], Catalogue],
    broadcaster: Broadcaster,
    *,
    secret: str,
    https: bool = False,
    can_mail: bool = True,
    clock: Callable[[], datetime] = utc_now,
    intents: Collection[str] = (),
    reps_see_all: bool = True,
    approve_follow_ups: bool = False,
    oidc: Oidc | None = None,
    public_url: str = "",
    channels: Sequence[Configured] = (),
    health: Mapping[str, Health] | None = None,
    alike: Alike | None = None,
) -> list[BaseRoute]:
    """The console's routes for `Parts.console` of the web app. `intents` are those that a rep may correct to.

    `oidc`: where else people may sign in, sent back to `public_url`; `approve_follow_ups`: none goes out unread; `health`: how
    each of the `channels` is doing; `alike` tells how near what visitors said is to one another."""
    pages, tokens = Pages(catalogue), CsrfTokens(secret)
    admit = Gate(database, broadcaster, tokens, pages, clock, reps_see_all=reps_see_all).admit
    sign_in = SignInPages(database, tokens, pages, clock, https, sign_in_limit(), oidc.name if oidc else "")
    elsewhere = SingleSignOn(oidc, public_url, secret, https, database, sign_in, clock).routes() if oidc else []
    leads, links = LeadPages(pages, catalogue), QuoteLinks(public_url, secret)
    lead, files = ConversationPages(pages, catalogue, links, intents), ExportPages(pages, leads, catalogue)
    chat = LiveChatPages(pages, lead, catalogue, broadcaster, links, can_mail=can_mail)
    one = f"{ROOT}/leads/{{conversation:str}}"
    return [
        Route(ROOT, _to_today),
        *install_routes(ROOT, catalogue),
        Route(f"{ROOT}/sign-in", sign_in.show, methods=["GET"]),
        Route(f"{ROOT}/sign-in", sign_in.enter, methods=["POST"]),
        *elsewhere,
        Route(f"{ROOT}/sign-out", admit(sign_in.leave), methods=["POST"]),
        Route(f"{ROOT}/events", LiveNews(database, broadcaster, clock, catalogue).stream),
        *_day_routes(
            admit, pages, leads, files, TodayPage(pages, catalogue, must_approve=approve_follow_ups), catalogue
        ),
        *_card_routes(admit, lead, one),
        *_desk_routes(admit, files, TrailPages(pages), ActionPages(pages, lead, catalogue, intents)),
        *_written_routes(admit, WritingPages(pages, lead, catalogue), ImportPages(pages, catalogue)),
        *_report_routes(admit, pages, AnalyticsPages(pages, catalogue, alike)),
        *_after_sale_routes(admit, CustomerPages(pages, catalogue), ReferralPages(pages, catalogue)),
        Route(f"{ROOT}/channels", admit(for_all_leads(pages, ChannelPages(pages, channels, health or {}).show))),
        *_live_chat_routes(chat, MentionPages(pages), admit, one),
        *_people_routes(admit, PeoplePages(pages)),
    ]


def _people_routes(admit: Callable[..., Any], people: PeoplePages) -> list[BaseRoute]:
    return [
        Route(f"{ROOT}/people", admit(people.show, Role.OWNER), methods=["GET"]),
        Route(f"{ROOT}/people", admit(people.disable, Role.OWNER), methods=["POST"]),
    ]


def _day_routes(
    admit: Callable[..., Any],
    pages: Pages,
    leads: LeadPages,
    files: ExportPages,
    today: TodayPage,
    catalogue: Callable[[], Catalogue],
) -> list[BaseRoute]:
    bulk, own = BulkPages(leads, files, catalogue), OwnPages(pages)
    return [
        Route(f"{ROOT}/today", admit(today.show), methods=["GET"]),
        Route(f"{ROOT}/today", admit(today.stop), methods=["POST"]),
        Route(f"{ROOT}/leads", admit(leads.show_list)),
        Route(f"{ROOT}/leads/bulk", admit(bulk.change), methods=["POST"]),
        Route(f"{ROOT}/views", admit(own.save_view), methods=["POST"]),
        Route(f"{ROOT}/board", admit(leads.show_board)),
        Route(f"{ROOT}/board/move", admit(bulk.move), methods=["POST"]),
        Route(f"{ROOT}/settings", admit(own.show), methods=["GET"]),
        Route(f"{ROOT}/settings", admit(own.keep), methods=["POST"]),
    ]


def _written_routes(admit: Callable[..., Any], write: WritingPages, files: ImportPages) -> list[BaseRoute]:
    one = f"{ROOT}/leads/{{conversation:str}}"
    return [
        Route(f"{one}/fact", admit(write.fact), methods=["POST"]),
        Route(f"{one}/new-promise", admit(write.promise), methods=["POST"]),
        Route(f"{one}/worth", admit(write.worth), methods=["POST"]),
        Route(f"{ROOT}/new-lead", admit(write.show_new), methods=["GET"]),
        Route(f"{ROOT}/new-lead", admit(write.create), methods=["POST"]),
        Route(f"{ROOT}/import", admit(files.choose), methods=["GET"]),
        Route(f"{ROOT}/import", admit(files.bring), methods=["POST"]),
        Route(f"{ROOT}/import/{{file:str}}", admit(files.look), methods=["GET"]),
        Route(f"{ROOT}/import/{{file:str}}", admit(files.work), methods=["POST"]),
    ]


def _card_routes(admit: Callable[..., Any], lead: ConversationPages, one: str) -> list[BaseRoute]:
    return [
        Route(one, admit(lead.show), methods=["GET"]),
        Route(f"{one}/take-over", admit(lead.take_over), methods=["POST"]),
        Route(f"{one}/reply", admit(lead.reply), methods=["POST"]),
        Route(f"{one}/hand-back", admit(lead.hand_back), methods=["POST"]),
        Route(f"{one}/note", admit(lead.note), methods=["POST"]),
    ]


def _desk_routes(
    admit: Callable[..., Callable[[Request], object]], files: ExportPages, trail: TrailPages, act: ActionPages
) -> list[BaseRoute]:
    one = f"{ROOT}/leads/{{conversation:str}}"
    free = {"assign": act.assign, "snooze": act.snooze, "close": act.close, "tag": act.tag}
    free |= {"withdraw-quote": act.withdraw_quote}
    free |= {"stage": act.correct_stage, "need": act.correct_need, "intent": act.correct_intent}
    managed = {"merge": act.merge, "unmerge": act.unmerge, "erase": act.erase}
    return [
        *(Route(f"{one}/{name}", admit(form), methods=["POST"]) for name, form in free.items()),
        *(Route(f"{one}/{name}", admit(form, Role.MANAGER), methods=["POST"]) for name, form in managed.items()),
        Route(f"{one}/erase", admit(act.ask_to_erase, Role.MANAGER), methods=["GET"]),
        Route(f"{one}/lead.json", admit(files.lead_json)),
        Route(f"{ROOT}/leads.csv", admit(files.lines_csv, Role.MANAGER)),
        Route(f"{ROOT}/leads.json", admit(files.lines_json, Role.MANAGER)),
        Route(f"{ROOT}/audit", admit(trail.show, Role.MANAGER)),
        Route(f"{ROOT}/audit.csv", admit(trail.as_csv, Role.MANAGER)),
        Route(f"{ROOT}/corrections", admit(trail.corrections)),
        Route(f"{ROOT}/corrections.yml", admit(trail.training_file, Role.MANAGER)),
    ]


def _report_routes(admit: Callable[..., Any], pages: Pages, analytics: AnalyticsPages) -> list[BaseRoute]:
    deliveries = DeliveryPages(pages)
    return [
        Route(f"{ROOT}/analytics", admit(for_all_leads(pages, analytics.show)), methods=["GET"]),
        Route(f"{ROOT}/analytics", admit(analytics.add_answer, Role.MANAGER), methods=["POST"]),
        Route(f"{ROOT}/analytics/{{figure:str}}.csv", admit(for_all_leads(pages, analytics.download))),
        Route(f"{ROOT}/analytics/{{figure:str}}", admit(for_all_leads(pages, analytics.conversations))),
        Route(f"{ROOT}/deliveries", admit(for_all_leads(pages, deliveries.show)), methods=["GET"]),
        Route(f"{ROOT}/deliveries", admit(deliveries.replay), methods=["POST"]),
    ]


def _after_sale_routes(
    admit: Callable[..., Any], customers: CustomerPages, referrals: ReferralPages
) -> list[BaseRoute]:
    return [
        Route(f"{ROOT}/customers", admit(customers.show)),
        Route(f"{ROOT}/customers.csv", admit(customers.as_csv, Role.MANAGER)),
        Route(f"{ROOT}/referrals", admit(referrals.show), methods=["GET"]),
        Route(f"{ROOT}/referrals", admit(referrals.reward), methods=["POST"]),
        Route(f"{ROOT}/referrals.csv", admit(referrals.as_csv, Role.MANAGER)),
    ]


def _live_chat_routes(
    chat: LiveChatPages, mentions: MentionPages, admit: Callable[..., Any], one: str
) -> list[BaseRoute]:
    return [
        Route(f"{one}/typing", admit(chat.typing), methods=["POST"]),
        Route(f"{one}/price", admit(chat.show_price), methods=["GET"]),
        Route(f"{one}/price", admit(chat.send_price), methods=["POST"]),
        Route(f"{one}/meeting", admit(chat.propose_meeting), methods=["POST"]),
        Route(f"{one}/transcript", admit(chat.offer_transcript), methods=["POST"]),
        Route(f"{one}/promise", admit(chat.close_promise), methods=["POST"]),
        Route(f"{one}/settle", admit(chat.settle), methods=["POST"]),
        Route(f"{ROOT}/away", admit(chat.be_away), methods=["POST"]),
        Route(f"{ROOT}/mentions", admit(mentions.show), methods=["GET"]),
    ]


async def _to_today(request: Request) -> Response:
    return RedirectResponse(f"{request.scope.get('root_path', '')}{ROOT}/today", 303)
