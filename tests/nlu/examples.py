"""A small project of labelled sentences, and components trained on it through Rasa's own model storage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost.nlu.encoder import SentenceEncoder

SENTENCES = {
    ("ask_price", "evaluation"): [
        "how much is PlanA for 20 people", "what does it cost per month", "whats the price of the big one",
        "price for a year pls", "is there a free plan", "how much do you charge for ProductA", "cost for ten users?",
        "what would i pay for two seats", "is it cheaper if i pay yearly", "do you have a free trial",
    ],
    ("want_to_buy", "purchase"): [
        "ok i'll take it", "how do i order", "sign me up", "i want to buy PlanA now", "where do i check out",
        "can i pay with a credit card", "let's go ahead and order two", "i'd like to purchase ProductA today",
        "ready to buy, what now", "which payment methods do you take",
    ],
    ("make_complaint", "retention"): [
        "it stopped working again", "you billed me twice", "i want my money back, this is awful", "your app is down",
        "support never answers and i am fed up", "the screen broke after a week", "i was charged for a plan i cancelled",
        "nothing works since the update", "worst service ever", "still no refund after three weeks",
    ],
    ("want_to_refer", "advocacy"): [
        "i'd like to recommend you to a friend", "do you have a referral programme", "how do i get a referral code",
        "my sister wants to sign up, do i get something", "i told my colleagues about you", "is there an affiliate scheme",
        "can i invite a friend and get a reward", "what do i get for recommending you", "i want to refer someone",
        "where is my referral link",
    ],
    ("greet", "none"): [
        "hi", "hello there", "hey", "good morning", "hiya", "hello", "good evening", "hey there", "yo", "greetings",
    ],
}  # fmt: skip


def training_data() -> TrainingData:
    """The sentences as Rasa's reader gives them: the stage in the metadata of the block."""
    return TrainingData(
        [
            Message.build(text, intent, [], {"stage": stage})
            for (intent, stage), texts in SENTENCES.items()
            for text in texts
        ]
    )


def encoder() -> SentenceEncoder:
    return SentenceEncoder.create(SentenceEncoder.get_default_config(), *surroundings(Path("models")))


def surroundings(folder: Path) -> tuple[LocalModelStorage, Resource, ExecutionContext]:
    """What Rasa hands to a component."""
    return LocalModelStorage(folder), Resource("part"), ExecutionContext(GraphSchema({}), "test")


def trained(component: Any, folder: Path, **config: Any) -> Any:
    """A component trained on the sentences and read back from the model storage."""
    folder.mkdir(exist_ok=True)
    settings = {**component.get_default_config(), **config}
    storage, resource, context = surroundings(folder)
    component.create(settings, storage, resource, context).train(encoder().process_training_data(training_data()))
    return component.load(settings, storage, resource, context)


def message(text: str, **data: Any) -> Message:
    """A message as it comes to the classifiers."""
    return encoder().process([Message({"text": text, **data})])[0]
