from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(code: str) -> str:
    """What code prints in a Python of its own."""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_rasa_loads_without_tensorflow() -> None:
    loaded = run(
        "from milepost.brain.rasa_light import make_light; make_light()\n"
        "import sys, rasa.core.processor, rasa.model_training\n"
        "heavy = ('tensorflow.python.framework', 'tensorflow.core', 'jax._src', 'h5py')\n"
        "print([n for n in heavy if n in sys.modules])\n"
        # Of this process alone: what getrusage says begins with the parent's memory.
        "import re, pathlib; status = pathlib.Path('/proc/self/status').read_text()\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) < 350 * 1024)"
    )
    assert loaded.split("\n")[:2] == ["[]", "True"]


def test_stand_ins_can_be_subclassed_decorated_with_and_annotated_with() -> None:
    said = run(
        "from milepost.brain.rasa_light import make_light; make_light(); make_light()\n"
        "import tensorflow as tf, tensorflow_hub\n"
        "from tensorflow.keras.layers import Layer\n"
        "from keras.utils import tf_utils\n"
        "class Mine(Layer):\n"
        "    x: tf.Tensor = None\n"
        "    @tf.function\n"
        "    def double(self, n): return 2 * n\n"
        "@tf.keras.utils.register_keras_serializable('x')\n"
        "class Other(tf.keras.Model): pass\n"
        "print(Mine().double(4), Other.__name__, isinstance(3, tf.Tensor))"
    )
    assert said == "8 Other False\n"


def test_nothing_is_stood_in_for_where_the_real_thing_is_loaded() -> None:
    said = run(
        "import sys, types; sys.modules['tensorflow'] = types.ModuleType('tensorflow')\n"
        "from milepost.brain.rasa_light import make_light; make_light()\n"
        "import tensorflow; print(hasattr(tensorflow, 'Tensor'))"
    )
    assert said == "False\n"


def test_rasa_says_nothing_of_what_visitors_write() -> None:
    said = run(
        "from milepost.brain.rasa_light import make_light; make_light()\n"
        "import logging, structlog, sys; logging.basicConfig(level=logging.DEBUG, stream=sys.stdout)\n"
        "structlog.get_logger().error('secret', text='secret'); structlog.get_logger().critical('secret')\n"
        "logging.getLogger('rasa.core.processor').exception('secret')\n"
        "logging.getLogger('rasa_sdk.executor').critical('secret')\n"
        "import rasa.telemetry; print('telemetry', rasa.telemetry.is_telemetry_enabled())"
    )
    assert said == "telemetry False\n"
