"""The widgets that are measured: where each comes from, and the few lines that its own page says put it on a website."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    """A widget. `start` is a module that runs on the page; `package` is empty for ours. `answers`: one server call and its
    reply is all that it needs to talk, which `benchmarks.peers.site` gives."""

    name: str
    package: str
    start: str
    body: str = ""
    style: str = ""
    answers: bool = True


PEERS = (
    Peer(
        "Deep Chat",
        "deep-chat@2.4.2",
        'import "/files/deep-chat/dist/deepChat.bundle.js";\n'
        'const chat = document.querySelector("deep-chat");\n'
        'chat.connect = { url: "/answer/text" };',
        body="<deep-chat></deep-chat>",
    ),
    Peer(
        "n8n chat",
        "@n8n/chat@1.37.0",
        'import { createChat } from "/files/@n8n/chat/dist/chat.bundle.es.js";\n'
        'createChat({ webhookUrl: "/answer/output", loadPreviousSession: false, initialMessages: ["Hello"] });',
        style="/files/@n8n/chat/dist/style.css",
    ),
    Peer(
        "Typebot bubble",
        "@typebot.io/js@0.10.7",
        'import Typebot from "/files/@typebot.io/js/dist/web.js";\n'
        'Typebot.initBubble({ typebot: "t", apiHost: location.origin, theme: { button: { backgroundColor: "#1d4ed8" } } });',
    ),
    Peer(
        "Flowise embed",
        "flowise-embed@3.1.6",
        'import Chatbot from "/files/flowise-embed/dist/web.js";\n'
        'Chatbot.init({ chatflowid: "t", apiHost: location.origin });',
    ),
    Peer(
        "rasa-webchat",
        "rasa-webchat@1.0.1",
        'const script = document.createElement("script");\n'
        'script.src = "/files/rasa-webchat/lib/index.js";\n'
        'script.onload = () => window.WebChat.default({ socketUrl: location.origin, initPayload: "/hello" }, null);\n'
        "document.head.append(script);",
        answers=False,
    ),
)
