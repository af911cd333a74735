"""The files of the small catalogue, as an owner writes them."""

from __future__ import annotations

PRODUCTS = """\
company:
  name: Acorn
  tagline: Calm tools for busy teams.
  about: Acorn makes a shared inbox and a desk to put it on.
  for_whom: small teams
  currencies: [USD, EUR]
  timezone: Europe/Dublin
  email: hello@acorn.example
  privacy_url: https://acorn.example/privacy
attributes:
  storage:
    name: File storage
    type: number
    unit: GB
    better: higher
    aliases: [disk space]
  region:
    name: Data region
    type: choice
    choices: [EU, US]
  sso: {name: Single sign-on, type: boolean}
  integrations: {name: Integrations, type: list}
  support: {name: Support, type: text}
products:
  inbox:
    name: Acorn Inbox
    category: shared inbox
    summary: One inbox for the whole team.
    aliases: [inbox]
    best_for: [teams that answer e-mail together]
    industries: [software]
    attributes: {storage: 10, region: EU, sso: no, integrations: [Slack, Shopify]}
    url: https://acorn.example/inbox
  desk:
    name: Acorn Desk
    category: desk
    summary: A desk that stands up.
    variants:
      oak-120: {options: {width: "120", wood: oak}, stock: 3, surcharge: {USD: 20, EUR: 18.50}}
      pine-120: {options: {width: "120", wood: pine}, surcharge: {USD: 0}}
competitors:
  pinebox:
    name: Pinebox
    strengths: [a large marketplace of apps]
    facts:
      sso: {value: yes, source: https://pinebox.example/security, as_of: 2026-09-01}
    price_note: from 29 USD a seat and month
    price_source: https://pinebox.example/pricing
"""

PRICING = """\
plans:
  inbox-team:
    product: inbox
    name: Team
    aliases: [team plan]
    attributes: {storage: 50}
    trial_days: 14
    max_quantity: 100
    prices:
      - term: month
        tiers:
          - {up_to: 10, USD: 25, EUR: 23}
          - {up_to: 100, USD: 22.50, EUR: 20}
      - term: year
        flat: {USD: 100, EUR: 90}
        tier_model: graduated
        tiers:
          - {USD: 240, EUR: 220}
  inbox-enterprise:
    product: inbox
    name: Enterprise
    attributes: {sso: yes}
    custom_price: yes
  desk-piece:
    product: desk
    name: Acorn Desk
    prices:
      - {term: one_time, unit: item, flat: {USD: 400, EUR: 380}}
add_ons:
  ai-pack:
    name: AI pack
    plans: [inbox-team]
    prices:
      - {term: month, tiers: [{up_to: null, USD: 5, EUR: 4.75}]}
discounts:
  nonprofit:
    name: Non-profit
    percent: 20
    stacks: no
    terms: [year]
    customer_kind: nonprofit
    valid_until: 2026-12-31
  welcome: {name: Welcome, amounts: {USD: 50, EUR: 45}, order: 2, code: WELCOME50, plans: [inbox-team]}
"""

KNOWLEDGE = """\
answers:
  refund-policy:
    question: Can I get my money back?
    also: [refunds]
    answer: Yes, within 30 days.
    topic: billing
guides:
  choosing:
    title: Choosing an inbox
    summary: Five questions to ask.
    stages: [awareness, research]
    products: [inbox]
stories:
  fern: {title: Fern answers twice as fast, summary: How Fern did it., link: /stories/fern, industries: [software]}
"""

JOURNEY = """\
question_budget: 4
consent_text_version: "2026-11"
stages:
  awareness: {wording: Good to know., questions: 1, may_pitch: no, may_ask_contact: no, articles: [choosing]}
  research: {wording: Let us look., questions: 1, may_pitch: no, may_ask_contact: no}
  evaluation: {wording: Let us compare., questions: 1, may_pitch: yes, may_ask_contact: yes}
  purchase: {wording: Let us order., questions: 1, may_pitch: yes, may_ask_contact: yes}
  onboarding: {wording: Let us start., questions: 0, may_pitch: no, may_ask_contact: no}
  retention: {wording: How is it going?, questions: 0, may_pitch: no, may_ask_contact: no}
  advocacy: {wording: Thank you., questions: 0, may_pitch: no, may_ask_contact: no, articles: [fern]}
needs:
  team_size:
    kind: team_size
    question: How many people?
    why: Prices depend on it.
    weight: 0.9
    options: ["1-5", "6-20"]
  data_region:
    kind: attribute
    attribute: region
    question: Where must your data stay?
    why: Not every plan keeps it everywhere.
    weight: 0.4
    stages: [evaluation]
    synonyms: {EU: [europe, gdpr]}
follow_ups:
  quote-reminder:
    trigger: quote_unanswered
    after_hours: 48
    subject: "Your quote {quote}"
    body: "Hello {name}, {total}?"
onboarding:
  - {id: invite, product: inbox, title: Invite your team, body: Send each an invitation.}
  - {id: hello, product: "*", title: Say hello, body: Write to us any time., link: /hello}
loyalty: {summary: A year's loyalty is worth a month., benefits: [one month free]}
referrals: {reward: 50 USD, friend_reward: 50 USD, terms: Once a friend pays., code_prefix: ACORN, review_link: https://acorn.example/review}
opening_hours: {days: {mon: ["09:00", "17:30"], fri: ["09:00", "13:00"]}, holidays: [2026-12-25]}
handoff: {answer_minutes: 2, escalate_minutes: 5, give_up_minutes: 10, route_by: [language, skill]}
canned_replies:
  - {id: welcome, title: Greeting, text: "Hi {name}, {rep} here. How can I help?"}
  - {id: hallo, title: Gruss, text: "Guten Tag {name}, hier ist {rep}.", language: de}
"""

SMALL_FILES = {"products.yml": PRODUCTS, "pricing.yml": PRICING, "knowledge.yml": KNOWLEDGE, "journey.yml": JOURNEY}
