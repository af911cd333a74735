"""How each channel is set up: off without its settings, and its page names them all."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from milepost.channels.kinds import every_kind
from milepost.errors import SettingsError
from tests.channels.tables.table import PUBLIC_URL, table_of
from tests.web.doors import app_with
from tests.web.fake_conversations import FakeConversations

KINDS = {kind.name: kind for kind in every_kind()}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_channel_without_its_settings_is_off_and_one_set_half_says_what_is_missing(name: str, tmp_path: Path) -> None:
    kind, table = KINDS[name], table_of(name)
    assert TestClient(app_with(FakeConversations(), tmp_path)).post(table.door(), json={}).status_code == 404
    given = table.environment("http://127.0.0.1:9")
    for missing in [setting.name for setting in kind.settings if setting.default is None]:
        half = {name: value for name, value in given.items() if name != missing}
        with pytest.raises(SettingsError, match=missing):
            kind.channel(half, PUBLIC_URL)
        assert TestClient(app_with(FakeConversations(), tmp_path, environment=half)).get("/healthz").status_code == 200


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_page_says_how_it_is_set_up(name: str) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "channels" / f"{name}.md").read_text()
    for setting in KINDS[name].settings:
        assert f"`{setting.name}`" in page, f"{setting.name} is not in docs/channels/{name}.md"
    assert "could not be tried" in page
