"""The shop front: whatever catalogue is in force, every page stands, every link leads somewhere, every plan is priced."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from milepost.sales.catalogue import Catalogue
from milepost.store.catalogue_files import load_catalogue
from tests.catalogues import small_catalogue
from tests.web.doors import app_with
from tests.web.fake_conversations import FakeConversations

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ("catalogue", "examples/shop", "examples/services")


def shop(folder: Path, catalogue: Catalogue, pictures: str = "") -> TestClient:
    """A browser on the shop front of a catalogue."""
    environment = {"MILEPOST_CATALOGUE": str(ROOT / pictures)} if pictures else None
    return TestClient(
        app_with(FakeConversations(), folder, catalogue=lambda: catalogue, environment=environment),
        base_url="http://shop",
    )


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_link_leads_to_a_page_and_every_product_plan_and_answer_has_one(folder: str, tmp_path: Path) -> None:
    catalogue = load_catalogue(ROOT / folder)
    client = shop(tmp_path, catalogue, folder)
    pages = everything(client)
    texts = {address: unescape(text) for address, text in pages.items()}
    for product in catalogue.products.values():
        page = texts[f"http://shop/products/{product.id}"]
        assert product.name in page
        assert all(plan.name in page for plan in catalogue.plans_of(product.id))
    for answer in catalogue.answers.values():
        assert answer.answer in texts[f"http://shop/help/{answer.id}"]
    for article in catalogue.articles.values():
        assert article.body.split(".")[0] in texts[f"http://shop/articles/{article.id}"]
    assert all(plan.name in texts["http://shop/pricing"] for plan in catalogue.plans.values())
    for text in pages.values():
        assert "<style" not in text
        assert not re.search(r"\s(style|on\w+)=", text)
        assert text.count("<script") == text.count("<script src=") == 2


def everything(client: TestClient) -> dict[str, str]:
    """Every page that is reached from the front by links; their pictures are there too."""
    waiting, pages = ["http://shop/"], {}
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        answer = client.get(address)
        assert answer.status_code == 200, address
        pages[address] = answer.text
        links = [unescape(link) for link in re.findall(r'<(?:a|img)[^>]*? (?:href|src)="([^"]+)"', answer.text)]
        joined = [str(answer.url.join(link)).partition("#")[0] for link in links if not link.startswith("mailto:")]
        own = [link for link in joined if link.startswith("http://shop/")]
        for picture in (link for link in own if link.endswith(".svg") and link not in pages):
            assert client.get(picture).headers["content-type"].startswith("image/svg"), picture
            pages[picture] = "<script src=<script src="
        waiting += [link for link in own if "?" not in link and link not in pages]
    return {address: text for address, text in pages.items() if not address.endswith(".svg")}


def test_prices_are_shown_by_term_tier_and_currency(tmp_path: Path) -> None:
    client = shop(tmp_path, load_catalogue(ROOT / "catalogue"))
    page = client.get("/pricing").text
    for words in ("$19 per seat and month", "$190 per seat and year", "11 to 25 seats", "$17 each", "Price on request"):
        assert words in page
    assert "from 50 on" in page
    assert "WELCOME50" not in page, "codes are not for everyone"
    euros = client.get("/pricing?currency=EUR").text
    assert "€18 per seat and month" in euros
    assert 'href="./products/inbox?currency=EUR"' in euros
    assert "€18 per seat and month" in client.get("/products/inbox?currency=EUR").text
    assert client.get("/pricing?currency=XXX").text == page


def test_a_long_catalogue_comes_in_pages_and_by_category(tmp_path: Path) -> None:
    small = small_catalogue()
    lamp = replace(next(iter(small.products.values())), category="lamps & lights", attributes={})
    lamps = {f"lamp-{n}": replace(lamp, id=f"lamp-{n}", name=f"Lamp number {n}.") for n in range(60)}
    client = shop(tmp_path, replace(small, products={**small.products, **lamps}))
    shown = [set(re.findall(r"Lamp number \d+\.", client.get(f"/products?page={n}").text)) for n in (1, 2, 3, 99)]
    assert shown[2] == shown[3]
    assert len(set.union(*shown)) == 60
    assert all(len(each) <= 24 for each in shown)
    lights = client.get("/pricing", params={"category": "lamps & lights"}).text
    assert "Acorn Inbox" not in lights.partition("<main")[2].partition("</main")[0]
    assert client.get("/products?page=-1&category=none").status_code == 200


def test_what_a_catalogue_says_is_text_and_its_picture_hosts_are_all_that_the_policy_gains(tmp_path: Path) -> None:
    small = small_catalogue()
    product = next(iter(small.products.values()))
    images = ("https://pictures.example/a.jpg", "https://pictures.example;script-src/b.jpg", "/pictures/own.png")
    hostile = replace(product, name="<script>alert(1)</script>", images=images)
    client = shop(tmp_path, replace(small, products={**small.products, product.id: hostile}))
    answer = client.get(f"/products/{product.id}")
    assert "<script>alert" not in answer.text
    assert 'data-product="&lt;script&gt;' in answer.text
    assert 'src="../pictures/own.png"' in answer.text
    policy = dict(each.split(" ", 1) for each in answer.headers["content-security-policy"].split("; "))
    assert policy["img-src"] == "'self' data: https://pictures.example"
    assert policy["script-src"] == "'self'"


def test_what_is_not_in_the_catalogue_is_a_page_that_leads_on(tmp_path: Path) -> None:
    client = shop(tmp_path, small_catalogue())
    for path in ("/products/nothing", "/help/nothing", "/articles/nothing"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert 'href="../products"' in answer.text
    assert client.get("/pictures/nothing.svg").status_code == 404
    assert client.get("/pictures/%2e%2e/pricing.yml").status_code == 404
