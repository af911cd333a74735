"""Rasa's own server with what credentials.yml names, in a process of its own: `python rasa_server.py PORT CREDENTIALS`."""

from __future__ import annotations

import json
import sys

from rasa.core.channels.channel import register
from rasa.shared.utils.common import class_from_module_path
from sanic import Sanic

if __name__ == "__main__":
    app = Sanic("bridge", configure_logging=False)
    # As rasa.core.run makes the channels of credentials.yml, which loads TensorFlow for it.
    bridge = class_from_module_path("milepost.brain.bridge.MilepostBridge")
    made = bridge.from_credentials(json.loads(sys.argv[2]))
    register([made], app, route="/webhooks/")
    app.run("127.0.0.1", int(sys.argv[1]), access_log=False)
