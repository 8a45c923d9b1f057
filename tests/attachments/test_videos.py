"""Cleaned videos: only picture and sound are left."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO

import av
import pytest
from PIL import Image

from attachments.cleaned import CleanedFile
from attachments.cleaning import LARGEST_VIDEO, clean
from attachments.errors import BrokenFile, FileNotTaken, FileTooLarge, TooLong, UnknownFormat
from tests.support.attachments.pictures import COMMENT, PLACE, video


def frames(content: bytes) -> int:
    with av.open(BytesIO(content)) as opened:
        return len(list(opened.decode(video=0)))


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_place_and_camera_are_removed(codec: str) -> None:
    sent = video(codec)
    assert PLACE.encode() in sent
    kept = clean(sent)
    for told in (PLACE.encode(), COMMENT, b"location", b"x264", b"x265", b"Lavf"):
        assert told not in kept.content
    assert frames(kept.content) == frames(sent) == 20
    assert kept.seconds == pytest.approx(2, abs=0.2)
    with av.open(BytesIO(kept.content)) as opened:
        assert [stream.type for stream in opened.streams] == ["video", "audio"]
        assert set(opened.metadata) <= {"major_brand", "minor_version", "compatible_brands"}


def test_a_video_of_a_phone_held_upright_stays_upright() -> None:
    kept = clean(video(turned=True))
    assert (kept.width, kept.height) == (120, 160)
    with Image.open(BytesIO(kept.thumbnail or b"")) as still:
        assert still.size == (120, 160)
        red, white = still.getpixel((100, 20)), still.getpixel((20, 140))
    assert isinstance(red, tuple)
    assert isinstance(white, tuple)
    assert red[1] < 100
    assert white[1] > 200
    with av.open(BytesIO(kept.content)) as opened:
        assert next(opened.decode(video=0)).rotation == -90


def test_a_video_without_sound_is_taken() -> None:
    kept = clean(video(sound=False))
    with av.open(BytesIO(kept.content)) as opened:
        assert [stream.type for stream in opened.streams] == ["video"]


def with_a_track_of_places() -> bytes:
    """Return a video with a track of its positions, as action cameras and drones write it."""
    sheet = BytesIO()
    with av.open(BytesIO(video(sound=False))) as source, av.open(sheet, "w", format="mp4") as container:
        moving, places = (
            container.add_stream_from_template(source.streams.video[0]),
            container.add_data_stream("bin_data"),
        )
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = moving
                container.mux(packet)
        place = av.Packet(f"{PLACE}, 109.1967".encode())
        place.stream, place.pts, place.dts, place.duration, place.time_base = places, 0, 0, 1000, Fraction(1, 1000)
        container.mux(place)
    return sheet.getvalue()


def test_a_track_of_positions_is_removed() -> None:
    sent = with_a_track_of_places()
    assert PLACE.encode() in sent
    kept = clean(sent)
    assert PLACE.encode() not in kept.content
    with av.open(BytesIO(kept.content)) as opened:
        assert [stream.type for stream in opened.streams] == ["video"]


def test_data_after_the_end_of_a_video_is_removed() -> None:
    assert b"PK\x03\x04" not in clean(video() + b"PK\x03\x04 an archive").content


def no_pictures() -> bytes:
    """Return bytes that begin like a video but hold an HTML page."""
    return b"\0\0\0\x18ftypmp42" + b"<html><script>alert(1)</script></html>" * 50


NOT_TAKEN = {
    "too long": (lambda: video(seconds=63, sound=False), TooLong),
    "cut off": (lambda: video()[: len(video()) // 2], BrokenFile),
    "cut off behind its header": (lambda: video(header_first=True)[:-800], BrokenFile),
    "without its pictures": (lambda: video(header_first=True)[:2200], BrokenFile),
    "a page that begins like a video": (no_pictures, BrokenFile),
    "a kind of picture that browsers do not show": (lambda: video("mpeg4"), UnknownFormat),
    "too many bytes": (lambda: video() + bytes(LARGEST_VIDEO), FileTooLarge),
}


@pytest.mark.parametrize(("sent", "why"), NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_a_broken_or_long_video_is_not_accepted_and_a_sentence_says_why(sent: object, why: type[FileNotTaken]) -> None:
    assert callable(sent)
    with pytest.raises(why) as refusal:
        clean(sent())
    assert str(refusal.value).endswith(".")


def test_the_same_upload_is_recognised() -> None:
    sent = video()
    first, again = clean(sent), clean(sent)
    assert isinstance(first, CleanedFile)
    assert first.sha256 == again.sha256
