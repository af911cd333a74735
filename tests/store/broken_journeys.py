"""What owners get wrong in the journey."""

from __future__ import annotations

from tests.store.broken import Broken

JOURNEYS = [
    # journey
    Broken(
        "journey.yml",
        "articles: [choosing]",
        "articles: [chosing]",
        "chosing",
        'there is no article "chosing"; did you mean "choosing"?',
    ),
    Broken(
        "journey.yml",
        "stages:\n  awareness: {wording: Good to know., questions: 1,",
        "stages:  # six\n  awarenes: {wording: Good to know., questions: 1,",
        "awarenes:",
        '"stages" has an unknown key "awarenes"; did you mean "awareness"?',
    ),
    Broken(
        "journey.yml",
        "  research: {wording",
        "  serch: {wording",
        "  serch",
        '"stages" has an unknown key "serch"; did you mean "research"?',
    ),
    Broken(
        "journey.yml",
        "{wording: Good to know., questions: 1, may_pitch: no, may_ask_contact: no, articles: [choosing]}",
        "{wording: Good to know., questions: 1, may_pitch: no, may_ask_contact: no, steps: [question, quote]}",
        "Good to know.",
        'stage "awareness" explains only: quote must wait for a later stage',
    ),
    Broken(
        "journey.yml",
        "{wording: Let us compare., questions: 1, may_pitch: yes, may_ask_contact: yes}",
        "{wording: Let us compare., questions: 1, may_pitch: yes, may_ask_contact: yes, steps: [qoute]}",
        "Let us compare.",
        '"steps" of stage "evaluation" must be one of question, recommendation, article, quote, contact, person, step, '
        'referral, review, not "qoute"; did you mean "quote"?',
    ),
    Broken(
        "journey.yml",
        "weight: 0.9",
        "weight: 9",
        "weight: 9",
        '"weight" of need "team_size" must not be more than 1, it is 9',
    ),
    Broken(
        "journey.yml",
        "kind: team_size",
        "kind: teamsize",
        "teamsize",
        '"kind" of need "team_size" must be one of team_size, budget, timeline, industry, use_case, '
        'must_have_features, current_solution, company, attribute, not "teamsize"; did you mean "team_size"?',
    ),
    Broken("journey.yml", "    attribute: region\n", "", "data_region", 'need "data_region" has no "attribute"'),
    Broken(
        "journey.yml",
        "    attribute: region\n",
        "    attribute: regoin\n",
        "regoin",
        'there is no attribute "regoin"; did you mean "region"?',
    ),
    Broken(
        "journey.yml",
        "    kind: team_size\n",
        "    kind: team_size\n    attribute: sso\n",
        "attribute: sso",
        'need "team_size" has an "attribute", which only a need of kind attribute has',
    ),
    Broken(
        "journey.yml",
        "needs:\n",
        "needs:\n  seats: {kind: team_size, question: A, why: B}\n",
        "  team_size:",
        'need "team_size" asks for the same as need "seats"',
    ),
    Broken(
        "journey.yml",
        "{EU: [europe, gdpr]}",
        "{UE: [europe, gdpr]}",
        "gdpr",
        '"synonyms" of need "data_region" has an unknown key "UE"',
    ),
    Broken(
        "journey.yml",
        "trigger: quote_unanswered",
        "trigger: quote_unaswered",
        "unaswered",
        '"trigger" of follow-up "quote-reminder" must be one of quote_unanswered, no_order, onboarding_stalled, '
        'not "quote_unaswered"; did you mean "quote_unanswered"?',
    ),
    Broken(
        "journey.yml",
        "after_hours: 48",
        "after_hours: 0",
        "after_hours",
        '"after_hours" of follow-up "quote-reminder" must be more than 0, it is 0',
    ),
    Broken(
        "journey.yml",
        "Hello {name}",
        "Hello {name",
        "Hello",
        '"body" of follow-up "quote-reminder" has a brace { or } that is not part of a placeholder as {name}',
    ),
    Broken(
        "journey.yml",
        "Hello {name}",
        "Hello {name.__class__}",
        "Hello",
        '"body" of follow-up "quote-reminder" has a placeholder "{name.__class__}" that is not one word',
    ),
    Broken(
        "journey.yml",
        "id: invite, product: inbox",
        "id: invite, product: inbx",
        "inbx",
        'there is no product "inbx"; did you mean "inbox"?',
    ),
    Broken(
        "journey.yml", "id: hello,", "id: invite,", "Say hello", 'the id "invite" is taken by another onboarding step'
    ),
    Broken(
        "journey.yml",
        'mon: ["09:00", "17:30"]',
        'mun: ["09:00", "17:30"]',
        "mun",
        '"days" has an unknown key "mun"; did you mean "mon"?',
    ),
    Broken(
        "journey.yml",
        'mon: ["09:00", "17:30"]',
        'mon: ["09:00", "25:00"]',
        "25:00",
        '"mon" of "days" must be a time as "09:00", not "25:00"',
    ),
    Broken(
        "journey.yml",
        'mon: ["09:00", "17:30"]',
        'mon: ["17:30", "09:00"]',
        "mon:",
        '"mon" must give when people begin and when they end, as ["09:00", "17:30"]',
    ),
    Broken(
        "journey.yml",
        "holidays: [2026-12-25]",
        "holidays: [2026-13-25]",
        "13-25",
        '"holidays" of "opening_hours" must be a date as 2026-12-31, not "2026-13-25"',
    ),
    Broken(
        "journey.yml",
        "opening_hours: {",
        "opening_hours: {timezone: Mars, ",
        "Mars",
        '"timezone" of "opening_hours" must be a time zone as Europe/Dublin, not "Mars"',
    ),
    Broken(
        "journey.yml",
        "answer_minutes: 2",
        "answer_minutes: soon",
        "soon",
        '"answer_minutes" of "handoff" must be a number as 1200 or 12.50, not "soon"',
    ),
    Broken(
        "journey.yml",
        "give_up_minutes: 10",
        "give_up_minutes: 3",
        "give_up",
        '"give_up_minutes" must not be less than "escalate_minutes"',
    ),
    Broken(
        "journey.yml",
        "route_by: [language, skill]",
        "route_by: [language, mood]",
        "mood",
        '"route_by" of "handoff" must be one of language, skill, product, not "mood"',
    ),
    Broken(
        "journey.yml",
        "Hi {name}, {rep} here",
        "Hi {nickname}, {rep} here",
        "nickname",
        '"text" of canned reply 1 has a place "{nickname}" that nothing fills; there are name, company, rep, plan, total',
    ),
    Broken(
        "journey.yml",
        "id: hallo,",
        "id: welcome,",
        "Gruss",
        'the id "welcome" is taken by another canned reply',
    ),
]
