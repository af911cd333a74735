"""The operator's settings: the environment read once into one frozen value."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from milepost.errors import SettingsError

_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


_SECRET_CHARACTERS = 32


@dataclass(frozen=True)
class Smtp:
    """Where outgoing e-mail is handed over; an empty `host` means that none is sent."""

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = ""
    sender: str = ""
    starttls: bool = True


@dataclass(frozen=True)
class Outgoing:
    """Where notices and lead events go; what is empty is off. Addresses are https, or http on this machine."""

    notice_to: tuple[str, ...] = ()
    notice_events: tuple[str, ...] = (
        "lead.handoff_requested",
        "lead.promised",
        "lead.promise_due",
        "lead.quote_accepted",
    )
    slack_url: str = ""
    webhook_url: str = ""
    webhook_secrets: tuple[str, ...] = ()
    hubspot_token: str = ""
    hubspot_api: str = "https://api.hubapi.com"
    salesforce_url: str = ""
    salesforce_id: str = ""
    salesforce_secret: str = ""
    salesforce_key: str = "Milepost_Id__c"


@dataclass(frozen=True)
class Oidc:
    """The identity provider (OpenID Connect) at which people of the company may sign in; `name` stands on the button.

    Whoever is new and has a verified address of one of the `domains` gets a user with the role `first_role`; without
    domains nobody does.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str
    domains: tuple[str, ...] = ()
    first_role: str = "rep"


@dataclass(frozen=True)
class Settings:
    """Everything that an operator may set; each name in capitals after MILEPOST_ is its variable.

    `environment` are all MILEPOST_ variables as they are: each kind of channel names its own (milepost/channels/kinds.py).
    """

    database_url: str
    catalogue: Path
    models: Path
    project: Path
    data_folder: Path
    host: str
    port: int
    public_url: str
    allowed_origins: tuple[str, ...]
    secret: str
    smtp: Smtp
    outgoing: Outgoing
    reps_see_all: bool = True
    approve_follow_ups: bool = False
    oidc: Oidc | None = None
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    identity_secrets: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Reads MILEPOST_* variables. Raises SettingsError naming the variable that cannot be used."""
        env = {k: v for k, v in (os.environ if environment is None else environment).items() if v != ""}
        project = Path(env.get("MILEPOST_PROJECT", _project_folder()))
        data_folder = Path(env.get("MILEPOST_DATA_FOLDER", project / "var"))
        host = env.get("MILEPOST_HOST", "127.0.0.1")
        port = _whole_number(env, "MILEPOST_PORT", 8000, upper=65535)
        return cls(
            database_url=env.get("MILEPOST_DATABASE_URL", f"sqlite:///{data_folder / 'milepost.sqlite3'}"),
            catalogue=Path(env.get("MILEPOST_CATALOGUE", project / "catalogue")),
            models=Path(env.get("MILEPOST_MODELS", project / "models")),
            project=project,
            data_folder=data_folder,
            host=host,
            port=port,
            public_url=env.get("MILEPOST_PUBLIC_URL", f"http://{host}:{port}").rstrip("/"),
            allowed_origins=tuple(
                o.strip().rstrip("/") for o in env.get("MILEPOST_ALLOWED_ORIGINS", "").split(",") if o.strip()
            ),
            secret=env.get("MILEPOST_SECRET", ""),
            smtp=_smtp(env),
            outgoing=_outgoing(env),
            reps_see_all=_one_of(env, "MILEPOST_REPS_SEE", ("all", "own")) == "all",
            approve_follow_ups=_yes_or_no(env, "MILEPOST_APPROVE_FOLLOW_UPS", default=False),
            oidc=_oidc(env),
            environment={name: value.strip() for name, value in env.items() if name.startswith("MILEPOST_")},
            identity_secrets=_identity_secrets(env),
        )

    def signing_secret(self) -> str:
        """`MILEPOST_SECRET`, or one made at the first start and kept in the data folder, readable by its owner only."""
        if self.secret:
            return self.secret
        kept = self.data_folder / "secret"
        self.data_folder.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return kept.read_text().strip()


def _one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """One of the choices, the first of them where nothing is set. Raises SettingsError for anything else."""
    value = env.get(name, choices[0]).strip().lower()
    if value not in choices:
        raise SettingsError(f"{name} is {' or '.join(choices)}, not {value}")
    return value


def _smtp(env: Mapping[str, str]) -> Smtp:
    return Smtp(
        host=env.get("MILEPOST_SMTP_HOST", ""),
        port=_whole_number(env, "MILEPOST_SMTP_PORT", 587, upper=65535),
        user=env.get("MILEPOST_SMTP_USER", ""),
        password=env.get("MILEPOST_SMTP_PASSWORD", ""),
        sender=env.get("MILEPOST_SMTP_FROM", ""),
        starttls=_yes_or_no(env, "MILEPOST_SMTP_STARTTLS", default=True),
    )


def _outgoing(env: Mapping[str, str]) -> Outgoing:
    return Outgoing(
        notice_to=_list(env, "MILEPOST_NOTICE_TO"),
        notice_events=_list(env, "MILEPOST_NOTICE_EVENTS") or Outgoing.notice_events,
        slack_url=web_address(env, "MILEPOST_SLACK_WEBHOOK_URL"),
        webhook_url=web_address(env, "MILEPOST_WEBHOOK_URL"),
        webhook_secrets=_list(env, "MILEPOST_WEBHOOK_SECRET"),
        hubspot_token=env.get("MILEPOST_HUBSPOT_TOKEN", ""),
        hubspot_api=web_address(env, "MILEPOST_HUBSPOT_API", Outgoing.hubspot_api).rstrip("/"),
        salesforce_url=web_address(env, "MILEPOST_SALESFORCE_URL").rstrip("/"),
        salesforce_id=env.get("MILEPOST_SALESFORCE_CLIENT_ID", ""),
        salesforce_secret=env.get("MILEPOST_SALESFORCE_CLIENT_SECRET", ""),
        salesforce_key=env.get("MILEPOST_SALESFORCE_KEY", Outgoing.salesforce_key),
    )


def _oidc(env: Mapping[str, str]) -> Oidc | None:
    """All three or none. Raises SettingsError naming what is missing, or what cannot be used."""
    names = ("MILEPOST_OIDC_ISSUER", "MILEPOST_OIDC_CLIENT_ID", "MILEPOST_OIDC_CLIENT_SECRET")
    more = ("MILEPOST_OIDC_NAME", "MILEPOST_OIDC_DOMAINS", "MILEPOST_OIDC_ROLE")
    missing = [name for name in names if not env.get(name, "").strip()]
    if len(missing) == len(names) and not any(name in env for name in more):
        return None
    if missing:
        raise SettingsError(f"to sign in by OpenID Connect, {' and '.join(missing)} must be set as well")
    issuer = web_address(env, names[0]).rstrip("/")
    name = env.get("MILEPOST_OIDC_NAME", "").strip() or urlsplit(issuer).hostname or ""
    domains = tuple(domain.lower() for domain in _list(env, "MILEPOST_OIDC_DOMAINS"))
    if wrong := [domain for domain in domains if not _DOMAIN.fullmatch(domain)]:
        raise SettingsError(f'MILEPOST_OIDC_DOMAINS are names such as example.com, not "{wrong[0]}"')
    # An owner decides about all others: one is made with `milepost users add`, never by arriving.
    first_role = _one_of(env, "MILEPOST_OIDC_ROLE", ("rep", "manager"))
    return Oidc(issuer, env[names[1]].strip(), env[names[2]].strip(), name, domains, first_role)


def _identity_secrets(env: Mapping[str, str]) -> tuple[str, ...]:
    found = _list(env, "MILEPOST_IDENTITY_SECRET")
    if any(len(secret) < _SECRET_CHARACTERS for secret in found):
        raise SettingsError(f"MILEPOST_IDENTITY_SECRET needs at least {_SECRET_CHARACTERS} characters")
    return found


def _list(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in env.get(name, "").split(",") if part.strip())


def web_address(env: Mapping[str, str], name: str, default: str = "") -> str:
    """An address that we send visitors' data to: encrypted, or not leaving this machine."""
    address = env.get(name, default).strip()
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    is_here = host == "localhost" or host == "::1" or re.fullmatch(r"127(\.\d{1,3}){3}", host) is not None
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and is_here)):
        raise SettingsError(
            f'{name} must be an https:// address (http:// only for this machine: localhost, 127.0.0.1), not "{parts.scheme}://{host}"'
        )
    return address


def _whole_number(env: Mapping[str, str], name: str, default: int, *, upper: int) -> int:
    text = env.get(name, str(default))
    if not text.isdigit() or not 0 < int(text) <= upper:
        raise SettingsError(f'{name} must be a whole number from 1 to {upper}, not "{text}"')
    return int(text)


def _yes_or_no(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = env.get(name, "yes" if default else "no").lower()
    if text not in ("yes", "no", "true", "false", "1", "0"):
        raise SettingsError(f'{name} must be yes or no, not "{text}"')
    return text in ("yes", "true", "1")


def _project_folder() -> Path:
    """The folder with config.yml: here if it has one, else the checkout that this package was installed from."""
    here = Path.cwd()
    return here if (here / "config.yml").exists() else Path(__file__).resolve().parent.parent
