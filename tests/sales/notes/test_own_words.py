"""Of many lines the most telling stand open, in their order."""

from __future__ import annotations

from milepost.sales.notes.own_words import About, OwnWords, about, split


def test_the_most_telling_lines_stay_open_in_their_order() -> None:
    lines = [OwnWords(About.NOTHING, "by the way", "m1"), OwnWords(About.SITUATION, "we are florists", "m2")]
    lines += [OwnWords(About.REACH, "ring me after 5", "m3"), OwnWords(About.NOTHING, "4 of them", "m4")]
    shown, folded = split(lines, 3)
    assert [each.message for each in shown] == ["m2", "m3", "m4"]
    assert [each.message for each in folded] == ["m1"]
    assert about(lines, About.REACH)[0].words == "ring me after 5"
