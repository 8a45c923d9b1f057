"""The settings that a backup keeps: those of the environment that hold no secret."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from settings import Settings


def settings_file(environment: Mapping[str, str]) -> str:
    """Return the settings of this environment as JSON: those that are kept, and the names of those that are left out."""
    kept, left_out = {}, []
    plain = _plain_variables()
    for variable, value in sorted(environment.items()):
        if not value or not variable.upper().startswith(("HIENTRUONG_", "TEMPORAL_", "DATABASE_URL")):
            continue
        if variable.upper() in plain and not _holds_password(value):
            kept[variable] = value
        else:
            left_out.append(variable)
    return json.dumps({"kept": kept, "left_out": left_out}, ensure_ascii=False, indent=2)


def _plain_variables() -> set[str]:
    """Return the variables of all settings that hold no secret. An unknown variable counts as one that does."""
    prefix = str(Settings.model_config.get("env_prefix", ""))
    return {
        (str(field.validation_alias) if field.validation_alias else prefix + name).upper()
        for name, field in Settings.model_fields.items()
        if not _is_secret(field)
    }


def _is_secret(field: FieldInfo) -> bool:
    # `repr=False` marks addresses that hold a password.
    return not field.repr or "SecretStr" in str(field.annotation) or isinstance(field.default, SecretStr)


def _holds_password(value: str) -> bool:
    try:
        return "://" in value and urlsplit(value).password is not None
    except ValueError:
        return True
