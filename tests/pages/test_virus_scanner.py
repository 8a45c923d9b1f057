"""Nothing that a virus scanner dislikes or cannot see is kept, and a sentence says so."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from attachments.scanning import Scanner
from tests.pages.test_pictures import adds, follows, pictures
from tests.support.attachments.pictures import photo
from tests.support.attachments.virus_scanner import VIRUS, listening
from tests.support.fronts.desk import Desk
from tests.support.pages.walker import Walker


def test_what_the_scanner_dislikes_is_a_sentence_beside_the_field(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    follows(desk, walker, code)
    with TemporaryDirectory(dir="/tmp") as folder, listening(Path(folder)) as daemon:
        desk.has(scanner=Scanner(daemon.address))
        infected = adds(walker, code, photo() + VIRUS)
        assert (infected.status_code, pictures(infected)) == (422, [])
        assert "Phần mềm diệt vi-rút thấy tệp này nguy hiểm" in infected.text
        assert len(pictures(adds(walker, code, photo()))) == 1
    away = adds(walker, code, photo("PNG"))
    assert (away.status_code, len(pictures(away))) == (503, 1)
    assert "Máy quét vi-rút chưa trả lời" in away.text
