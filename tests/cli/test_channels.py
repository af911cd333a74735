"""`milepost channels check`: a line for each channel, what to mend, no secrets."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from milepost.cli import app
from milepost.cli.channels import Finding, check
from tests.channels.local_platform import LocalPlatform
from tests.channels.tables.slack import TABLE as SLACK
from tests.channels.tables.sms import TABLE as SMS
from tests.web.doors import settings


def found(folder: Path, **environment: str) -> dict[str, Finding]:
    return {finding.name: finding for finding in check(settings(folder, **environment))}


def test_what_is_not_set_is_off_and_nothing_to_mend(tmp_path: Path) -> None:
    findings = found(tmp_path)
    assert {"telegram", "whatsapp", "slack", "sms", "generic"} <= findings.keys()
    assert [line for finding in findings.values() for line in finding.lines() if not line.endswith(": off")] == []


def test_what_is_set_half_names_what_is_missing(tmp_path: Path) -> None:
    [line] = found(tmp_path, MILEPOST_WHATSAPP_TOKEN="EAAG", MILEPOST_WHATSAPP_PHONE_ID="1")["whatsapp"].lines()
    missing = "MILEPOST_WHATSAPP_APP_SECRET and MILEPOST_WHATSAPP_VERIFY_TOKEN"
    assert line == f"whatsapp: off: WhatsApp needs {missing}"


def test_a_wrong_token_and_an_address_out_of_reach_are_a_line_each(tmp_path: Path) -> None:
    platform = LocalPlatform(SLACK.reply)
    platform.fail(200, {"ok": False, "error": "invalid_auth"})
    url = {"MILEPOST_PUBLIC_URL": "https://127.0.0.1:9"}
    finding = found(tmp_path, **SLACK.environment(platform.url), **url)["slack"]
    platform.stop()
    assert finding.lines() == (
        "slack: Slack will not take it: invalid_auth",
        "slack: https://127.0.0.1:9/webhooks/slack cannot be reached (ConnectError)",
    )
    assert not any(secret in "".join(finding.lines()) for secret in SLACK.secrets())


def test_one_platform_that_is_away_says_nothing_of_another(tmp_path: Path) -> None:
    platform = LocalPlatform(SLACK.reply)
    environment = {**SMS.environment("http://127.0.0.1:9"), **SLACK.environment(platform.url)}
    findings = found(tmp_path, **environment)
    platform.stop()
    assert findings["sms"].problems[0] == "SMS cannot be reached (ConnectError)"
    [problem] = findings["slack"].problems
    assert problem.startswith("MILEPOST_PUBLIC_URL is http://127.0.0.1:8000: platforms call https://")


@pytest.mark.parametrize(("environment", "status"), [({}, 0), ({"MILEPOST_SLACK_TOKEN": "xoxb-secret"}, 1)])
def test_the_command_fails_where_there_is_something_to_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], status: int
) -> None:
    monkeypatch.setenv("MILEPOST_DATA_FOLDER", str(tmp_path))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    run = CliRunner().invoke(app, ["channels", "check"])
    assert run.exit_code == status
    assert ("slack: off: Slack needs MILEPOST_SLACK_SIGNING_SECRET" in run.output) == bool(status)
    assert "xoxb-secret" not in run.output
