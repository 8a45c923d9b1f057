"""`python -m attachments.sound DEMUXER SENT KEPT`: decodes one recording to its end and encodes its sound anew (AAC in MP4).
Nothing else of the file is kept: no titles, no pictures, no places.

It runs in a process of its own and prints its result as JSON.
"""

from __future__ import annotations

import sys
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import InputContainer, OutputContainer

from attachments.apart import NotTaken, tell

MOST_SECONDS = 600

_SLACK = 1.0  # seconds
_RATE = 44_100
_BIT_RATE = 96_000
_CODECS = frozenset({"aac", "alac", "amrnb", "amrwb", "flac", "mp3", "mp3float", "opus", "vorbis"})


def main(demuxer: str, sent: Path, kept: Path) -> dict[str, object]:
    """Encode the sound anew.

    Raises:
        NotTaken: too long, of an unknown codec, empty or mostly broken.
        Exception: the decoder's error for a broken recording.
    """
    # Only this demuxer is allowed: others can open further files and addresses that the file names.
    with (
        av.open(str(sent), format=demuxer) as source,
        av.open(str(kept), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}) as copy,
    ):
        recording = _Recording(source, copy)
        recording.run()
    return {"seconds": round(recording.seconds, 1)}


class _Recording:
    """Encodes one recording anew."""

    def __init__(self, source: InputContainer, copy: OutputContainer) -> None:
        if not source.streams.audio:
            raise NotTaken("empty")
        self._source, self._copy = source, copy
        self._sent: AudioStream = source.streams.audio[0]
        name = self._sent.codec_context.name
        if name not in _CODECS and not name.startswith("pcm_"):
            raise NotTaken("codec")
        layout = "mono" if self._sent.codec_context.layout.nb_channels == 1 else "stereo"
        self._kept = copy.add_stream("aac", rate=_RATE, layout=layout)
        self._kept.codec_context.bit_rate = _BIT_RATE
        self._kept.codec_context.flags |= Flags.bitexact  # otherwise the encoder signs its first frame
        self._resampler = AudioResampler(format="fltp", layout=layout, rate=_RATE)
        self._samples = self._broken = self._sound = 0

    @property
    def seconds(self) -> float:
        """The length of what was decoded."""
        return self._samples / _RATE

    def run(self) -> None:
        """Decode and encode every packet."""
        for packet in self._source.demux(self._sent):
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:  # players skip a damaged packet, too
                self._broken += 1
                continue
            for frame in frames:
                self._sound += 1
                self._keep(self._resampler.resample(frame))
        self._keep(self._resampler.resample(None))
        if self._sound <= self._broken:
            raise NotTaken("empty")
        self._copy.mux(self._kept.encode(None))

    def _keep(self, frames: list[AudioFrame]) -> None:
        for frame in frames:
            frame.pts = self._samples
            self._samples += frame.samples
            if self.seconds > MOST_SECONDS + _SLACK:
                raise NotTaken("too_long")
            self._copy.mux(self._kept.encode(frame))


if __name__ == "__main__":
    av.logging.set_level(None)
    tell(lambda: main(sys.argv[1], *map(Path, sys.argv[2:4])))
