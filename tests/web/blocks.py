"""One example of every block that a reply may carry."""

from __future__ import annotations

from typing import Any

from actions.material.blocks import scan

PRODUCTS: dict[str, Any] = {
    "type": "products",
    "items": [
        {
            "id": "plan:inbox-team",
            "product": "inbox",
            "name": "Bright Inbox Team",
            "summary": "One shared inbox for e-mail and chat, with rules that sort it.",
            "price": "$22 per seat and month",
            "url": "https://acorn.example/inbox",
            "reasons": ["Covers your 20 people", "Connects to Slack and Shopify", "Data stays in the EU"],
        },
        {
            "id": "plan:desk-pro",
            "name": "Bright Desk Pro",
            "summary": "Adds a help centre and service-level targets.",
            "price": "from $39 per seat and month",
            "url": "https://acorn.example/desk",
            "reasons": ["Covers your 20 people"],
        },
    ],
}
COMPARISON: dict[str, Any] = {
    "type": "comparison",
    "caption": "Inbox Team and Desk Pro",
    "columns": ["Inbox Team", "Desk Pro", "Suite"],
    "rows": [
        {
            "attribute": "Price",
            "values": ["$22 per seat", "$39 per seat", "on request"],
            "differs": True,
            "note": "for 20 seats",
        },
        {"attribute": "Help centre", "values": [False, True, True], "differs": True},
        {"attribute": "File storage", "values": ["50 GB", "200 GB", None], "differs": True},
        {"attribute": "Data region", "values": ["EU", "EU", "EU"], "differs": False},
        {
            "attribute": "Integrations",
            "values": [["Slack", "Shopify"], ["Slack", "Shopify"], ["Slack", "Shopify"]],
            "differs": False,
        },
    ],
}
QUOTE: dict[str, Any] = {
    "type": "quote",
    "id": "0123456789abcdef0123456789abcdef",
    "number": "Q-2026-0042",
    "title": "Bright Inbox Team, 20 seats",
    "lines": [
        {"label": "Team × 20", "amount": "$440"},
        {"label": "AI pack × 20", "amount": "$160"},
        {"label": "Non-profit discount, 20%", "amount": "-$120"},
    ],
    "total": "$480",
    "term": "per month",
    "note": "Prices exclude VAT and sales tax.",
    "catalogue_version": "0123456789ab",
    "valid_until": "2026-12-21",
    "url": "https://chat.example.com/q/AbCd",
    "pdf": "https://chat.example.com/q/AbCd/quote.pdf",
    "can_mail": True,
}
CONTACT_FORM: dict[str, Any] = {
    "type": "contact_form",
    "fields": ["name", "email"],
    "consent": "You may write to me about this request. I can withdraw this at any time.",
}
STEPS: dict[str, Any] = {
    "type": "steps",
    "title": "Getting started with Bright Inbox",
    "items": [
        {
            "title": "Connect your mailbox",
            "body": "Sign in and choose Add mailbox.",
            "link": "https://acorn.example/1",
            "done": True,
        },
        {"title": "Invite your team", "body": "Everyone gets a link by e-mail.", "link": "", "done": False},
    ],
}
HANDOFF: dict[str, Any] = {
    "type": "handoff",
    "state": "waiting",
    "text": "A colleague has been told and will join here.",
    "name": "",
}
CODE: dict[str, Any] = {
    "type": "code",
    "code": "BRIGHT-4Q7X",
    "text": "Your friend gets one month free, and so do you.",
    "share_url": "https://acorn.example/?ref=BRIGHT-4Q7X",
    "scan": scan("https://acorn.example/?ref=BRIGHT-4Q7X"),
}
RATING: dict[str, Any] = {"type": "rating"}
EVERY_BLOCK = {
    block["type"]: block for block in (PRODUCTS, COMPARISON, QUOTE, CONTACT_FORM, STEPS, HANDOFF, CODE, RATING)
}
