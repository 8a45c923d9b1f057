"""Cleaned recordings: only the sound is left."""

from __future__ import annotations

from array import array
from io import BytesIO

import av
import pytest

from attachments.cleaning import LARGEST_RECORDING, clean
from attachments.errors import BrokenFile, FileNotTaken, FileTooLarge, TooLong, UnknownFormat
from domain.attachments import AttachmentKind
from tests.support.attachments.pictures import COMMENT, PLACE, recording, video

SENT = {
    "an MP3": ("mp3", ""),
    "an M4A": ("ipod", ""),
    "an MP4 without a picture": ("mp4", ""),
    "a bare AAC": ("adts", ""),
    "an OGG of Opus": ("ogg", ""),
    "a WAV": ("wav", ""),
}


@pytest.mark.parametrize(("form", "codec"), SENT.values(), ids=SENT)
def test_a_recording_becomes_aac_without_its_notes(form: str, codec: str) -> None:
    sent = recording(form, codec=codec)
    kept = clean(sent)
    assert (kept.kind, kept.thumbnail, kept.width, kept.height) == (AttachmentKind.AUDIO, None, None, None)
    assert kept.seconds == pytest.approx(2, abs=0.3)
    for told in (PLACE.encode(), COMMENT, b"Lavf", b"Lavc"):
        assert told not in kept.content
    with av.open(BytesIO(kept.content)) as opened:
        assert [stream.codec_context.name for stream in opened.streams] == ["aac"]
        assert set(opened.metadata) <= {"major_brand", "minor_version", "compatible_brands"}
        samples = array("f", b"".join(bytes(frame.planes[0]) for frame in opened.decode(audio=0)))
    assert max(samples) > 0.1


def test_the_uploads_hold_notes_that_the_kept_files_must_not() -> None:
    for form in ("mp3", "ipod", "ogg", "wav"):
        assert PLACE.encode() in recording(form), form


def test_a_video_with_sound_is_a_video() -> None:
    assert clean(video()).kind is AttachmentKind.VIDEO


NOT_TAKEN = {
    "too long": (lambda: recording("wav", codec="pcm_u8", seconds=603, rate=8000), TooLong),
    "a page that begins like an MP3": (lambda: b"ID3\4\0\0\0\0\0\0" + b"<html><script>" * 500, BrokenFile),
    "a page that begins like an OGG": (lambda: b"OggS" + b"<html><script>" * 500, BrokenFile),
    "a page that begins like a WAV": (lambda: b"RIFF\0\0\0\0WAVE" + b"<html><script>" * 500, BrokenFile),
    "an M4A cut off": (lambda: recording("ipod")[:-400], BrokenFile),
    "a sound that browsers do not play": (lambda: recording("wav", codec="adpcm_ms"), UnknownFormat),
    "too many bytes": (lambda: recording() + bytes(LARGEST_RECORDING), FileTooLarge),
}


@pytest.mark.parametrize(("sent", "why"), NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_a_broken_or_long_recording_is_not_accepted_and_a_sentence_says_why(
    sent: object, why: type[FileNotTaken]
) -> None:
    assert callable(sent)
    with pytest.raises(why) as refusal:
        clean(sent())
    assert str(refusal.value).endswith(".")
