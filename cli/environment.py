"""Reads those settings that commands need before they can answer.

The library that checks settings takes a fifth of a second to load. It is loaded only where one of them is set.
"""

from __future__ import annotations

import os


def is_set(*names: str) -> bool:
    """Return whether one of these variables has a value. As for every setting, upper and lower case are the same."""
    return any(value and name.upper() in names for name, value in os.environ.items())


def use_set_provinces() -> None:
    """Let this process read the provinces of the setting too. Raises SettingsError."""
    from procedures import use_provinces

    if not is_set("HIENTRUONG_PROVINCES", "HIENTRUONG_SECRETS_DIR"):
        use_provinces(())
        return
    from settings import ProvinceSettings, read

    use_provinces(read(ProvinceSettings).provinces)
