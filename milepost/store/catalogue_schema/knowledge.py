"""knowledge.yml: questions with their answers, guides, policies and success stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from milepost.sales.catalogue import Answer, Article
from milepost.sales.conversations import BuyingStage
from milepost.store.catalogue_schema import values
from milepost.store.catalogue_schema.fields import Fields

STAGES = tuple(stage.value for stage in BuyingStage if stage is not BuyingStage.NONE)
_SECTIONS = {"guides": "guide", "policies": "policy", "stories": "story"}


@dataclass(frozen=True)
class KnowledgeFile:
    """What knowledge.yml says."""

    answers: Mapping[str, Answer]
    articles: Mapping[str, Article]


def read_knowledge_file(page: Fields) -> KnowledgeFile:
    """The whole file; the ids of guides, policies and stories are one set. Answers that are set aside are checked and not said."""
    aside: set[str] = set()

    def answer(answer_id: str, fields: Fields) -> Answer:
        if fields.optional("set_aside", values.boolean, False):
            aside.add(answer_id)
        return _read_answer(answer_id, fields)

    answers = page.table("answers", "answer", answer)
    articles: dict[str, Article] = {}
    for section, kind in _SECTIONS.items():

        def article(article_id: str, fields: Fields, kind: str = kind) -> Article:
            return _read_article(article_id, fields, kind)

        articles.update(page.table(section, kind, article, defines="article"))
    return KnowledgeFile({name: each for name, each in answers.items() if name not in aside}, articles)


def _read_answer(answer_id: str, fields: Fields) -> Answer:
    return Answer(
        id=answer_id,
        question=fields.words("question"),
        answer=fields.words("answer"),
        also=fields.texts("also"),
        topic=fields.text("topic"),
        link=fields.optional("link", values.link, ""),
        source=fields.text("source"),
    )


def _read_article(article_id: str, fields: Fields, kind: str) -> Article:
    return Article(
        id=article_id,
        kind=kind,
        title=fields.words("title"),
        summary=fields.words("summary"),
        body=fields.text("body"),
        link=fields.optional("link", values.link, ""),
        stages=fields.listing("stages", values.one_of(STAGES)),
        products=fields.references("products", "product"),
        industries=fields.texts("industries"),
    )
