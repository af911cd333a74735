"""What a product of a feed is called: its maker, a name short enough to say, and other ways to name it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from milepost.sales.feeds.feed import FeedProduct
from milepost.sales.feeds.quantities import quantities

_SEGMENT = re.compile(r"\s+[-\u2013\u2014|]\s+|\s*[,;|]\s+|\s+\(|\)\s*|:\s+")
_WORD = re.compile(r"[^\W_][\w.+&'-]*|\|")
_OPENING = frozenset(["the", "mr.", "mr", "dr.", "dr", "mrs.", "st.", "le", "la", "el", "de", "new"])
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
    """Each product's maker, as a column or "Brand: X" says or by the word that its name opens with.

    An opening word counts only where it is written as a name everywhere; empty where most products show none.
    """
    said = {product.id: _labelled(product) for product in products}
    everything = "\n".join(" ".join((product.description, *product.features)) for product in products)
    lower = Counter(re.findall(r"(?<![\w-])[a-z][a-z']+", everything))
    found: dict[str, str] = {}
    for product in products:
        opening = said[product.id] or _opening(product.name)
        if said[product.id] or (
            opening and opening[0].isupper() and not lower[opening.casefold()] and not opening.isdigit()
        ):
            found[product.id] = opening
    by_fold: dict[str, Counter[str]] = {}
    for brand in found.values():
        by_fold.setdefault(brand.casefold(), Counter())[brand] += 1
    found = {product: by_fold[brand.casefold()].most_common(1)[0][0] for product, brand in found.items()}
    is_telling = len(found) >= 0.6 * len(products) and len(set(found.values())) > 1
    return found if is_telling or any(said.values()) else {}


def _labelled(product: FeedProduct) -> str:
    for key, value in product.facts.items():
        if key.casefold().strip() in _LABELS and value.strip():
            return value.strip()
    for feature in product.features:
        key, mark, value = feature.partition(":")
        if mark and key.casefold().strip() in _LABELS and 0 < len(value.split()) <= 3:
            return value.strip()
    return ""


def _opening(name: str) -> str:
    parts = segments(name)
    words = parts[0].split() if parts else []
    if not words:
        return ""
    if (
        len(parts) > 1
        and len(words) <= 3
        and not re.search(r"\d", parts[0])
        and re.search(r"\s[-\u2013\u2014|]\s", name)
    ):
        return parts[0]
    count = 2 if words[0].casefold() in _OPENING and len(words) > 1 else 1
    return " ".join(words[:count]).rstrip("\u2122\u00ae,")


def short_names(products: Sequence[FeedProduct], brand_of: dict[str, str]) -> dict[str, str]:
    """A name for talking: maker and model, with as much of the rest as tells it from the others; as it is if short."""
    parts = {product.id: _parts(product.name, brand_of.get(product.id, "")) for product in products}
    names = {product: _clipped(each[0]) for product, each in parts.items()}
    for _ in range(8):
        clashes = {name for name, times in Counter(name.casefold() for name in names.values()).items() if times > 1}
        if not clashes:
            break
        before = dict(names)
        for product, name in before.items():
            if name.casefold() in clashes:
                rivals = [
                    parts[other][1]
                    for other, known in before.items()
                    if known.casefold() == name.casefold() and other != product
                ]
                names[product] = _longer(name, parts[product][1], rivals)
    return _numbered(names)


def _parts(name: str, brand: str) -> tuple[str, list[str]]:
    """Maker with the first telling segment, and the segments that follow."""
    pieces = segments(name) or [name]
    head, rest = pieces[0], pieces[1:]
    if rest and brand and head.casefold() == brand.casefold():
        head, rest = f"{head} {rest[0]}", rest[1:]
    elif brand and not head.casefold().startswith(brand.casefold()) and brand.casefold() not in name.casefold():
        head = f"{brand} {head}"
    return head, rest


def _clipped(name: str) -> str:
    words = name.split()
    return " ".join(words[:_MOST_WORDS])


def _longer(name: str, own: list[str], others: list[list[str]]) -> str:
    """With the first segment that the others of the same name do not have."""
    for segment in own:
        if segment.casefold() not in name.casefold() and not all(segment in other for other in others):
            return f"{name} {segment}"
    return name


def _numbered(names: dict[str, str]) -> dict[str, str]:
    """Two products of one name are told apart by a number."""
    seen: Counter[str] = Counter()
    result = {}
    for product, name in names.items():
        seen[name.casefold()] += 1
        result[product] = name if seen[name.casefold()] == 1 else f"{name} ({seen[name.casefold()]})"
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
    found: dict[str, tuple[str, ...]] = {}
    for product_id, runs in runs_of.items():
        own = [run for run in runs if owners.get(run.casefold()) == {product_id} and _plain(run) not in taken]
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
    return list(dict.fromkeys(run for run in found if len(run) > 1 and not run.split()[0].replace(".", "").isdigit()))


def _is_model(word: str) -> bool:
    """Letters and digits in one word, and no amount with its unit."""
    return (
        any(letter.isdigit() for letter in word) and any(letter.isalpha() for letter in word) and not _is_amount(word)
    )


def _is_amount(word: str) -> bool:
    return any(True for _ in quantities(word))


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
