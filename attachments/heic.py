"""`python -m attachments.heic SENT KEPT SMALL`: decodes one HEIC photo, draws it anew as JPEG and saves it with its thumbnail.

It runs in a process of its own and prints its result as JSON.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pi_heif

from attachments.apart import NotTaken, tell
from attachments.errors import FileNotTaken
from attachments.photos import cleaned_photo


def main(sent: Path, kept: Path, small: Path) -> dict[str, object]:
    """Draw the photo anew.

    Raises:
        NotTaken: it cannot be shown. The word is the name of the error.
    """
    pi_heif.register_heif_opener(thumbnails=False)
    try:
        picture = cleaned_photo(sent.read_bytes(), formats=("HEIF",))
    except FileNotTaken as error:
        raise NotTaken(type(error).__name__) from error
    kept.write_bytes(picture.content)
    small.write_bytes(picture.thumbnail)
    return {"width": picture.width, "height": picture.height}


if __name__ == "__main__":
    tell(lambda: main(*map(Path, sys.argv[1:4])))
