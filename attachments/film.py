"""`python -m attachments.film SENT KEPT STILL`: decodes one video to its end and copies picture and sound into a fresh
MP4. The copy has none of the boxes, tracks and notes that tell where, when and with what the video was taken.

It runs in a process of its own and prints its result as JSON.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import av
from av.bitstream import BitStreamFilterContext
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from attachments.apart import NotTaken, tell
from attachments.photos import picture_of

MOST_SECONDS = 60
MOST_PIXELS_A_FRAME = 3840 * 2160
MOST_FRAMES = 60 * 120

_SLACK = 1.0  # seconds; phones stop a little after sixty
# Messages inside the video stream (SEI). Cameras and drones write times and places there.
_WITHOUT_NOTES = {"h264": "filter_units=remove_types=6", "hevc": "filter_units=remove_types=39-40"}
_HEVC_NOTES = (39, 40)
_SOUND = frozenset({"aac", "mp3", "opus"})


def main(sent: Path, kept: Path, still: Path) -> dict[str, object]:
    """Copy the video and save its first picture.

    Raises:
        NotTaken: too long, too large, of an unknown codec, empty or cut off.
        Exception: the decoder's error for a broken video.
    """
    # Only this demuxer is allowed: others can open further files and addresses that the file names.
    with (
        av.open(str(sent), format="mov") as source,
        av.open(str(kept), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}) as copy,
    ):
        film = _Film(source, copy)
        film.run()
    picture = picture_of(film.first_picture())
    still.write_bytes(picture.thumbnail)
    return {"width": film.width, "height": film.height, "seconds": round(film.seconds, 1)}


class _Film:
    """Copies one video."""

    def __init__(self, source: InputContainer, copy: OutputContainer) -> None:
        self._source, self._copy = source, copy
        self._moving = _moving_picture(source)
        name = self._moving.codec_context.name
        if name not in _WITHOUT_NOTES:
            raise NotTaken("codec")
        self._check_size(self._moving.codec_context.width, self._moving.codec_context.height)
        self._moving.thread_type = "AUTO"
        sounds = [stream for stream in source.streams.audio if stream.codec_context.name in _SOUND]
        self._sound = sounds[0] if sounds else None
        self._moving_copy = copy.add_stream_from_template(self._moving)
        self._filter = BitStreamFilterContext(_WITHOUT_NOTES[name], self._moving, self._moving_copy)
        if name == "hevc":
            header = self._moving.codec_context.extradata or b""
            self._moving_copy.codec_context.extradata = _header_without_notes(header)
        self._sound_copy = copy.add_stream_from_template(self._sound) if self._sound else None
        for stream in copy.streams:
            stream.metadata.clear()
        self._first: VideoFrame | None = None
        self._frames = self._packets = 0
        self.seconds = 0.0

    @property
    def width(self) -> int:
        """Width in pixels of the upright picture."""
        return self.first_picture().width

    @property
    def height(self) -> int:
        """Height in pixels of the upright picture."""
        return self.first_picture().height

    def first_picture(self) -> Image.Image:
        """Return the first picture, upright."""
        if self._first is None:
            raise NotTaken("empty")
        image: Image.Image = self._first.to_image()  # type: ignore[no-untyped-call]
        return image.rotate(self._first.rotation, expand=True) if self._first.rotation else image

    def run(self) -> None:
        """Copy every packet. Decode the packets of the video stream to check them."""
        streams = [self._moving, self._sound] if self._sound else [self._moving]
        for packet in self._source.demux(*streams):
            if packet.stream is self._moving:
                for frame in packet.decode():
                    self._see(frame)
                self._keep_moving(packet)
            else:
                packet.decode()
                self._keep_sound(packet)
        self._keep_moving(None)
        if self._packets < self._moving.frames:
            raise NotTaken("cut_off")

    def _see(self, frame: object) -> None:
        if not isinstance(frame, VideoFrame):
            return
        self._check_size(frame.width, frame.height)
        self._frames += 1
        if self._frames > MOST_FRAMES:
            raise NotTaken("too_long")
        self._first = self._first or frame

    def _keep_moving(self, packet: Packet[Any] | None) -> None:
        if packet is not None and packet.dts is None:  # the demuxer's last packet is empty
            return
        if packet is not None:
            self._packets += 1
            self._in_time(packet)
        for filtered in self._filter.filter(packet):
            filtered.stream = self._moving_copy
            self._copy.mux(filtered)

    def _keep_sound(self, packet: Packet[Any]) -> None:
        if packet.dts is not None and self._sound_copy is not None:
            self._in_time(packet)
            packet.stream = self._sound_copy
            self._copy.mux(packet)

    def _in_time(self, packet: Packet[Any]) -> None:
        ends = float(((packet.pts or 0) + (packet.duration or 0)) * packet.time_base)
        self.seconds = max(self.seconds, ends)
        if ends > MOST_SECONDS + _SLACK:
            raise NotTaken("too_long")

    @staticmethod
    def _check_size(width: int, height: int) -> None:
        if width * height > MOST_PIXELS_A_FRAME:
            raise NotTaken("too_large")


def _header_without_notes(header: bytes) -> bytes:
    """Remove the notes from an HEVC decoder configuration record (ISO/IEC 14496-15, 8.3.3.1). The filter does not reach them.

    The result is a byte stream, like the packets that leave the filter. The muxer turns it into a record again.
    """
    if len(header) < 23 or header[0] != 1:
        raise NotTaken("codec")
    kept, at = bytearray(), 23
    for _ in range(header[22]):
        kind, units, at = header[at] & 0x3F, int.from_bytes(header[at + 1 : at + 3], "big"), at + 3
        for _ in range(units):
            begins = at + 2
            at = begins + int.from_bytes(header[at:begins], "big")
            kept += b"" if kind in _HEVC_NOTES else b"\0\0\0\1" + header[begins:at]
    return bytes(kept)


def _moving_picture(source: InputContainer) -> VideoStream:
    """Return the first stream that moves. A cover picture is a video stream too."""
    for stream in source.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            return stream
    raise NotTaken("empty")


if __name__ == "__main__":
    av.logging.set_level(None)
    tell(lambda: main(*map(Path, sys.argv[1:4])))
