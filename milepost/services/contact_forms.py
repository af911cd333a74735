"""The form that asks a visitor where to be reached."""

from __future__ import annotations

from typing import Any


def contact_form(*ways: str) -> dict[str, Any]:
    """A block that asks for a name, which may stay empty, and for one of `ways` ("email", "phone")."""
    return {"type": "contact_form", "fields": ["name", *ways], "any_of": list(ways)}
