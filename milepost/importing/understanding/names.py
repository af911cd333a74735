"""What a product of a feed is called: its maker, a name short enough to say, and other ways to name it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from milepost.importing.feed import FeedProduct
from milepost.importing.text import FUNCTION_WORDS, PRAISE, tokens
from milepost.importing.understanding.quantities import quantities

_SEGMENT = re.compile(r"\s+[-\u2013\u2014|]\s+|\s*[,;|]\s+|\s+\(|\)\s*|:\s+")
_DASH = re.compile(r"\s+[-\u2013\u2014|]\s+")
_WORD = re.compile(r"[^\W_][\w.+&'-]*|\|")
_LABELS = ("brand", "manufacturer", "maker", "make", "vendor", "marke", "marque", "label")
# A name of more words than this is shortened for talking.
_MOST_WORDS = 7
# An alias has at most so many words, a product at most so many aliases.
_LONGEST = 5
_MOST_ALIASES = 5


def segments(name: str) -> list[str]:
    """A feed's name cut at its dashes and commas: maker, model, then what it has."""
    return [part.strip() for part in _SEGMENT.split(name) if part and part.strip()]


def brands(products: Sequence[FeedProduct]) -> dict[str, str]:
    """Each product's maker, as a column or "Brand: X" says, or as all names of the form "Maker - model" open with.

    A first word alone is no maker. Empty where most products show none.
    """
    found = {product.id: maker for product in products if (maker := _labelled(product))}
    if not found:
        openings = {product.id: opening for product in products if (opening := _opening(product.name))}
        counts = Counter(openings.values())
        shared = sum(counts[opening] > 1 for opening in openings.values())
        if len(openings) >= 0.6 * len(products) and shared >= 0.5 * len(products) and len(counts) > 1:
            found = openings
    by_fold: dict[str, Counter[str]] = {}
    for brand in found.values():
        by_fold.setdefault(brand.casefold(), Counter())[brand] += 1
    return {product: by_fold[brand.casefold()].most_common(1)[0][0] for product, brand in found.items()}


def _labelled(product: FeedProduct) -> str:
    if product.brand:
        return product.brand
    for key, value in product.facts.items():
        if key.casefold().strip() in _LABELS and value.strip():
            return value.strip()
    for feature in product.features:
        key, mark, value = feature.partition(":")
        if mark and key.casefold().strip() in _LABELS and 0 < len(value.split()) <= 3:
            return value.strip()
    return ""


def _opening(name: str) -> str:
    """What stands before the first spaced dash of a name, if it is short and no figure."""
    parts = _DASH.split(name)
    words = parts[0].split()
    return parts[0].strip() if len(parts) > 1 and 0 < len(words) <= 3 and not re.search(r"\d", parts[0]) else ""


def short_names(products: Sequence[FeedProduct], brand_of: dict[str, str]) -> dict[str, str]:
    """A name for talking: maker and model, with as much of the rest as tells it from the others; as it is if short."""
    parts = {product.id: _parts(product.name, brand_of.get(product.id, "")) for product in products}
    names = {product: _clipped(each[0]) for product, each in parts.items()}
    for _ in range(8):
        same: dict[str, list[str]] = {}
        for product, name in names.items():
            same.setdefault(name.casefold(), []).append(product)
        clashes = [each for each in same.values() if len(each) > 1]
        if not clashes:
            break
        longer: dict[str, str] = {}
        for rivals in clashes:
            shared = set(parts[rivals[0]][1]).intersection(*(parts[each][1] for each in rivals))
            longer |= {each: _longer(names[each], parts[each][1], shared) for each in rivals}
        if all(names[product] == name for product, name in longer.items()):
            break
        names |= longer
    return _numbered(names)


def _parts(name: str, brand: str) -> tuple[str, list[str]]:
    """Maker with the first telling segment, and the segments that follow."""
    pieces = segments(name) or [name]
    head, rest = pieces[0], pieces[1:]
    if rest and brand and head.casefold() == brand.casefold():
        head, rest = f"{head} {rest[0]}", rest[1:]
    return head, rest


def _clipped(name: str) -> str:
    words = name.split()
    return " ".join(words[:_MOST_WORDS])


def _longer(name: str, own: list[str], shared: set[str]) -> str:
    """With the first segment that the others of the same name do not have."""
    for segment in own:
        if segment.casefold() not in name.casefold() and segment not in shared:
            return f"{name} {segment}"
    return name


def _numbered(names: dict[str, str]) -> dict[str, str]:
    """Two products of one name are told apart by a number."""
    wanted = Counter(_plain(name) for name in names.values())
    numbers: Counter[str] = Counter()
    taken: set[str] = set(wanted)
    result = {}
    for product, name in names.items():
        plain = _plain(name)
        numbers[plain] += 1
        candidate = name
        while numbers[plain] > 1 and _plain(candidate) in taken:
            candidate = f"{name} ({numbers[plain]})"
            numbers[plain] += _plain(candidate) in taken
        taken.add(_plain(candidate))
        result[product] = candidate
    return result


def aliases(
    products: Sequence[FeedProduct], names: Mapping[str, str], brand_of: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Other ways to name each product, none of which another shares: without its maker, by its model, by two or three
    words that only it has side by side."""
    runs_of = {product.id: _runs(product, names[product.id], brand_of.get(product.id, "")) for product in products}
    owners: dict[str, set[str]] = {}
    for product in products:
        words = [word.casefold() for word in _WORD.findall(f"{product.name} | {names[product.id]}")]
        for run in {
            " ".join(words[start:stop])
            for start in range(len(words))
            for stop in range(start + 1, start + _LONGEST + 1)
        } | {word.rstrip("+") for word in words}:
            owners.setdefault(run, set()).add(product.id)
    taken = {_plain(name) for name in names.values()}
    common = {token.stem for product in products for token in tokens(f"{product.description}\n{product.summary}")
              if token.word.islower()}  # fmt: skip
    found: dict[str, tuple[str, ...]] = {}
    for product_id, runs in runs_of.items():
        own = [
            run
            for run in runs
            if owners.get(run.casefold()) == {product_id} and _plain(run) not in taken and not _is_common(run, common)
        ]
        taken |= {_plain(run) for run in own[:_MOST_ALIASES]}
        found[product_id] = tuple(own[:_MOST_ALIASES])
    return found


def _runs(product: FeedProduct, name: str, brand: str) -> list[str]:
    """Candidates, the most telling first: the model with and without its maker, then what stands beside a model number."""
    head, _ = _parts(product.name, brand)
    bare = head[len(brand) :].strip() if brand and head.casefold().startswith(brand.casefold()) else head
    found: list[str] = []
    for text in (bare, head, name):
        words = _WORD.findall(text)
        found += [" ".join(words[:count]) for count in range(min(len(words), _LONGEST), 1, -1)]
        for start in range(len(words)):
            for stop in range(start + 1, min(len(words), start + 3) + 1):
                run = words[start:stop]
                if any(_is_model(word) for word in run) and not any(
                    word.casefold() == brand.casefold() for word in run[1:]
                ):
                    found += [" ".join(run), *([run[0].rstrip("+")] if len(run) == 1 and run[0].endswith("+") else ())]
        if words and not words[0].islower() and len(words[0]) > 4 and text is bare and not _is_amount(words[0]):
            found.append(words[0])
    told = dict.fromkeys(_tidy(run) for run in found)
    return [run for run in told if len(run) > 1 and not run.split()[0].replace(".", "").isdigit()]


def _tidy(run: str) -> str:
    return run.strip(" '&-|.")


def _is_common(run: str, common: set[str]) -> bool:
    """Whether a word alone is one that is said of anything."""
    words = tokens(run)
    return len(words) < 2 and all(word.stem in common or word.stem in PRAISE | FUNCTION_WORDS for word in words)


def _is_model(word: str) -> bool:
    """Letters and digits in one word, and no amount with its unit."""
    return (
        any(letter.isdigit() for letter in word) and any(letter.isalpha() for letter in word) and not _is_amount(word)
    )


def _is_amount(word: str) -> bool:
    return any(True for _ in quantities(word))


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
