"""What the tests of understanding share: Rasa without TensorFlow, the project's encoders, a small trained classifier."""

from __future__ import annotations

from milepost.brain.rasa_light import make_light

make_light()
