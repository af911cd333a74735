from __future__ import annotations

from milepost.sales.analytics.talk import Said, clustered, clusters, comparison_pairs, gap_kinds, satisfaction


def said(*words: str) -> list[Said]:
    return [Said(f"g{number}", f"c{number}", "unanswered", text) for number, text in enumerate(words)]


def test_questions_that_share_their_words_are_one_group_and_the_largest_comes_first() -> None:
    found = clusters(
        said(
            "Can I pay in bitcoin?",
            "do you support LDAP?",
            "Is there any LDAP support?",
            "LDAP supported",
            "pay with bitcoin",
            "Do you ship to Peru?",
        )
    )
    assert [len(cluster.members) for cluster in found] == [3, 2, 1]
    assert "LDAP" in found[0].words


def test_other_scripts_and_empty_words_are_clustered_too() -> None:
    assert [len(c.members) for c in clusters(said("是否支持 LDAP", "是否支持 LDAP", "", "???", "the"))] == [2, 2, 1]


def test_a_cluster_shows_its_other_words_and_leads_to_its_conversations() -> None:
    figure = clustered("questions", "Q", "about", said("LDAP?", "is there LDAP", "LDAP?"))
    (line,) = figure.lines
    assert line.values == (3, "is there LDAP")
    assert line.conversations == ("c0", "c1", "c2")


def test_pairs_are_those_of_one_message_whatever_their_order() -> None:
    compared = [("c1", "m1", "b"), ("c1", "m1", "a"), ("c2", "m1", "a"), ("c2", "m2", "b"), ("c3", "m1", "a")]
    compared += [("c3", "m1", "b"), ("c3", "m1", "c")]
    figure = comparison_pairs(compared, {"a": "Alpha", "b": "Beta"})
    assert [(line.label, line.values) for line in figure.lines] == [
        ("Alpha / Beta", (2,)),
        ("Alpha / c", (1,)),
        ("Beta / c", (1,)),
    ]
    assert figure.lines[0].conversations == ("c1", "c3")


def test_gaps_are_counted_by_what_was_missing() -> None:
    gaps = [*said("a", "b"), Said("x", "c9", "nothing_fits", "z")]
    assert [(line.label, line.values[0]) for line in gap_kinds(gaps).lines] == [
        ("Question without an answer", 2),
        ("Nothing fits the needs", 1),
    ]


def test_satisfaction_counts_thumbs_and_what_customers_said() -> None:
    figure = satisfaction([("a", True), ("b", True), ("b", False)], [("c", "complaint")])
    assert figure.summary == "2 of 3 rated replies were helpful: 67%"
    assert figure.line("complaint").conversations == ("c",)
    assert satisfaction([], []).summary == "0 of 0 rated replies were helpful: -"
