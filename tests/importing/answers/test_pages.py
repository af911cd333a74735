"""Questions and answers as pages show them: Markdown, HTML as people see it, and the mark-up for search engines."""

from __future__ import annotations

import pytest

from milepost.importing.answers.page import read_html, read_markdown

MARKDOWN = """\
---
title: Help
---
# Questions? We have answers

## Delivery

### Do you deliver abroad?

Yes, to the **EU**
in 3 days. See [our page](https://x.example/d).

- Germany
- France

### Pickup

In the shop.

### 3. How much is it?

4.90 EUR.

## When something goes wrong

### Do you repair?

Yes, here.

## Returns
**Can I return it?** Yes, within 30 days.

**What if it is broken?**

We repair it.

Q: Is it vegan?
A: Yes.

<details>
<summary>Gift cards?</summary>

Yes, from 10 EUR.

</details>

| Question | Answer |
|---|---|
| Is it blue? | No |

## Still have questions?
Write to us.
"""


def told(text: str) -> dict[str, str]:
    return {entry.question: entry.answer for entry in read_markdown(text, "help.md").entries}


def test_markdown_is_read_in_every_way_that_people_write_questions() -> None:
    assert told(MARKDOWN) == {
        "Do you deliver abroad?": "Yes, to the EU in 3 days. See our page. Germany; France.",
        "Pickup": "In the shop.",
        "How much is it?": "4.90 EUR.",
        "Do you repair?": "Yes, here.",
        "Can I return it?": "Yes, within 30 days.",
        "What if it is broken?": "We repair it.",
        "Is it vegan?": "Yes.",
        "Gift cards?": "Yes, from 10 EUR.",
        "Is it blue?": "No.",
    }


def test_an_entry_knows_its_line_its_topic_and_the_page_that_it_points_at() -> None:
    first, *rest = read_markdown(MARKDOWN, "help.md").entries
    assert (first.place, first.topic, first.link) == ("help.md:8", "Delivery", "https://x.example/d")
    lines = MARKDOWN.splitlines()
    assert all(entry.question in lines[entry.line - 1] for entry in rest)


def test_plain_lines_with_a_question_mark_are_read_where_nothing_else_asks() -> None:
    text = "Do you deliver?\nYes, we\ndo.\n\nWhat about returns?\n\n30 days.\n"
    assert told(text) == {"Do you deliver?": "Yes, we do.", "What about returns?": "30 days."}


def test_headings_that_do_not_ask_are_taken_where_none_does() -> None:
    assert told("# Info\n\n## Opening hours\n\nNine to five.\n\n## Parking\n\nBehind the house.\n") == {
        "Opening hours": "Nine to five.",
        "Parking": "Behind the house.",
    }


def test_a_question_without_an_answer_is_told_with_its_line() -> None:
    found = read_markdown("## Do you deliver?\n\n## Do you pack?\n\nYes.\n", "help.md")
    assert [entry.question for entry in found.entries] == ["Do you pack?"]
    assert [remark.example for remark in found.remarks] == ['"Do you deliver?" (help.md:1)']


SCRIPT = """\
<html><head><script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [{"@type": ["WebPage", "FAQPage"], "mainEntity": [
  {"@type": "Question", "name": "Ships &amp; when?",
   "acceptedAnswer": {"@type": "Answer", "text": "<p>On Mondays.</p><ul><li>Rest <b>later</b></li></ul>"}},
  {"@type": "Question", "name": "Nothing?", "acceptedAnswer": {"@type": "Answer", "text": ""}},
]}]}
</script></head><body><h3>Ships & when?</h3><p>See above.</p><h3>Do you pack?</h3><p>Yes, we do.</p></body></html>"""


def test_faq_markup_goes_before_what_is_seen_and_a_stray_comma_does_no_harm() -> None:
    found = read_html(SCRIPT, "faq.html")
    assert [(entry.question, entry.answer, entry.line) for entry in found.entries] == [
        ("Ships & when?", "On Mondays. Rest later.", 3),
        ("Do you pack?", "Yes, we do.", 7),
    ]
    assert [remark.example for remark in found.remarks] == ['"Nothing?" (faq.html:5)']


def test_markup_that_is_not_json_is_told_with_line_and_column_and_the_page_is_read_all_the_same() -> None:
    page = (
        '<body>\n<script type="application/ld+json">\n{"@type": oops}\n</script><h2>Open?</h2><p>Yes, daily.</p></body>'
    )
    found = read_html(page, "faq.html")
    assert [remark.example for remark in found.remarks] == ["Expecting value in faq.html:3 (column 11)"]
    assert [entry.question for entry in found.entries] == ["Open?"]


@pytest.mark.parametrize(
    "page",
    [
        """<div itemscope itemtype="https://schema.org/FAQPage"><div itemprop="mainEntity" itemscope
        itemtype="https://schema.org/Question"><b itemprop="name">Where are you?</b><div itemprop="acceptedAnswer" itemscope
        itemtype="https://schema.org/Answer"><p itemprop="text">In Kendal.<br>By the mill.</p></div></div></div>""",
        """<div vocab="https://schema.org/" typeof="FAQPage"><div property="mainEntity" typeof="Question">
        <span property="name">Where are you?</span><div property="acceptedAnswer" typeof="Answer">
        <div property="text">In Kendal. <p>By the mill.</p></div></div></div></div>""",
        "<details><summary>Where are you?</summary><p>In Kendal.</p><p>By the mill.</p></details>",
        "<dl><dt>Where are you?</dt><dd>In Kendal.</dd><dd>By the mill.</dd></dl>",
        """<div class="item"><h2><button aria-expanded="false" aria-controls="c1">Where are you?</button></h2></div>
        <p>Other words.</p><div id="c1" hidden><p>In Kendal.</p><p>By the mill.</p></div>""",
        """<div class="faq-item"><div class="faq-question">Where are you? <span>+</span></div>
        <div class="faq-answer">In Kendal.<br>By the mill.</div></div><p>Footer</p>""",
        """<table><tr><th>Question</th><th>Answer</th></tr>
        <tr><td>Where are you?</td><td>In Kendal.<br>By the mill.</td></tr></table>""",
        "<p><strong>Where are you?</strong><br>In Kendal.<br>By the mill.</p>",
        "<nav><h3>Who?</h3><p>Menu</p></nav><h3>Where are you?</h3><p>In Kendal.</p><p>By the mill.</p><footer>Bye</footer>",
    ],
    ids=["microdata", "rdfa", "details", "terms", "accordion", "classes", "table", "bold", "headings"],
)
def test_html_is_read_in_every_way_that_pages_show_questions(page: str) -> None:
    found = read_html(f"<html><body><main>{page}</main></body></html>", "faq.html")
    assert [(entry.question, entry.answer) for entry in found.entries] == [
        ("Where are you?", "In Kendal. By the mill.")
    ]


def test_a_page_that_is_one_short_text_answers_its_title() -> None:
    page = "<main><h1>Returning a lamp</h1><p>Send it back within 30 days, unused, in its box.</p></main>"
    assert [entry.question for entry in read_html(page, "a.html", is_own=False).entries] == ["Returning a lamp"]
    index = '<main><h1>Help</h1><ul><li><a href="/a">Returning a lamp</a></li><li><a href="/b">Sending a lamp</a></li></ul></main>'
    assert read_html(index, "a.html", is_own=False).entries == ()


@pytest.mark.parametrize(
    "page",
    ["", "<!-- -->", "<html></html>", "<p>Just words.</p>", "<" * 500, "<div>" * 3000],
    ids=["nothing", "comment", "empty", "words", "broken", "deep"],
)
def test_a_page_without_questions_gives_none(page: str) -> None:
    assert read_html(page, "faq.html").entries == ()
