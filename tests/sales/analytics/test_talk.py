from __future__ import annotations

import random
from collections.abc import Sequence

from milepost.sales.analytics.talk import (
    Cluster,
    Said,
    clustered,
    clusters,
    comparison_pairs,
    gap_kinds,
    merged,
    other_words,
    satisfaction,
)


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


def test_groups_are_those_that_comparing_every_text_with_every_group_gives() -> None:
    chance = random.Random(7)
    words = [f"w{number}" for number in range(30)]
    texts = [" ".join(chance.sample(words, chance.randint(0, 6))) for _ in range(400)]
    groups: list[tuple[frozenset[str], list[str]]] = []
    for text in texts:
        core = frozenset(text.split())
        likeness = [len(core & other) / len(core | other) if core | other else 1.0 for other, _ in groups]
        best = max(range(len(groups)), key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] >= 0.5:
            groups[best][1].append(text)
        else:
            groups.append((core, [text]))
    expected = sorted((members for _, members in groups), key=len, reverse=True)
    assert [[each.words for each in found.members] for found in clusters(said(*texts))] == expected


def test_a_cluster_shows_its_other_words_and_what_was_not_read_is_said() -> None:
    groups = clusters(said("LDAP?", "is there LDAP", "LDAP?"))
    figure = clustered("questions", "Q", "about", groups, in_all=3)
    (line,) = figure.lines
    assert (line.key, line.values, line.behind) == ("g0", (3, "is there LDAP"), 3)
    assert figure.summary == "3 in all"
    more = clustered("questions", "Q", "about", groups, in_all=9)
    assert more.summary == "9 in all, of which the newest 3 are grouped"


def test_groups_that_mean_the_same_are_one_and_keep_every_wording() -> None:
    groups = clusters(said("when are you open", "opening hours", "opening hours please", "LDAP?"))
    assert [len(group.members) for group in groups] == [2, 1, 1]

    def alike(texts: Sequence[str]) -> list[list[float]]:
        about = [any(word in text for word in ("open", "hours")) for text in texts]
        return [[float(one == other) for other in about] for one in about]

    one, other = merged(groups, alike)
    assert (one.words, len(one.members), other.words) == (groups[0].words, 3, "LDAP?")
    (first, _) = clustered("questions", "Q", "about", (one, other), in_all=4).lines
    assert set(first.variants) | {one.words} == {"when are you open", "opening hours", "opening hours please"}
    assert merged(groups, None) == groups
    assert merged(groups, lambda texts: [[0.99] * len(texts)] * len(texts)) == groups


def test_of_many_wordings_a_few_are_shown_and_the_rest_is_counted() -> None:
    group = Cluster("a", tuple(said("a", "A", "b", "c", "d", "e", "e")))
    assert other_words(group).shown == "b \u00b7 c \u00b7 d \u00b7 1 more"
    assert other_words(group).all == ("b", "c", "d", "e")


def test_pairs_are_named_and_the_most_frequent_comes_first() -> None:
    figure = comparison_pairs([("a", "c", 1), ("a", "b", 2), ("b", "c", 1)], {"a": "Alpha", "b": "Beta"})
    assert [(line.key, line.label, line.values) for line in figure.lines] == [
        ("a|b", "Alpha / Beta", (2,)),
        ("a|c", "Alpha / c", (1,)),
        ("b|c", "Beta / c", (1,)),
    ]


def test_gaps_are_counted_by_what_was_missing() -> None:
    assert [(line.label, line.values[0]) for line in gap_kinds({"nothing_fits": 1, "unanswered": 2}).lines] == [
        ("Question without an answer", 2),
        ("Nothing fits the needs", 1),
    ]


def test_satisfaction_counts_thumbs_and_what_customers_said() -> None:
    figure = satisfaction({True: 2, False: 1}, {True: 3, False: 1}, {"complaint": 1})
    assert figure.summary == "3 of 4 rated conversations helped: 75%; 2 of 3 rated replies were helpful: 67%"
    assert [(line.key, line.behind) for line in figure.lines] == [
        ("conversation helped", 3), ("conversation did not help", 1), ("helpful", 2), ("unhelpful", 1), ("complaint", 1),
    ]  # fmt: skip
    assert satisfaction({}, {}, {}).summary == "no reply was rated"
