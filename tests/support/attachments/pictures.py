"""Photos, recordings and videos as phones make them: with the place, with a rotation, with comments."""

from __future__ import annotations

from io import BytesIO
from math import pi, sin
from pathlib import Path
from tempfile import NamedTemporaryFile

import av
import pillow_heif
from PIL import Image, ImageDraw
from PIL.ExifTags import GPS, IFD, Base

PLACE = "12.2388"
LATITUDE = (12.0, 14.0, 19.68)
COMMENT = b"nha so 10, ngo 5"
MAKER = "Vidu Phone 9"


def painted(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """Return a white image with its upper left quarter red."""
    image = Image.new(mode, (width, height), "white")
    ImageDraw.Draw(image).rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill="red")
    return image


def photo(form: str = "JPEG", *, orientation: int = 1, width: int = 400, height: int = 300, mode: str = "RGB") -> bytes:
    """Return a photo with its place, camera, a comment and a colour profile, the last two if the format has room."""
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Make] = MAKER
    exif.get_ifd(IFD.GPSInfo).update({GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: LATITUDE})
    more = {"comment": COMMENT} if form in ("JPEG", "WEBP") else {}
    sheet = BytesIO()
    painted(width, height, mode).save(sheet, form, exif=exif, icc_profile=b"a profile with a name in it", **more)
    return sheet.getvalue()


def heic(*, orientation: int = 1, width: int = 400, height: int = 300) -> bytes:
    """Return a photo as an iPhone takes it: HEIC, with its place and camera."""
    with Image.open(BytesIO(photo(orientation=orientation))) as taken:
        notes = taken.info["exif"]
    sheet = BytesIO()
    pillow_heif.from_pillow(painted(width, height)).save(sheet, quality=90, exif=notes)
    return sheet.getvalue()


def video(
    codec: str = "libx264", *, seconds: float = 2, turned: bool = False, sound: bool = True, header_first: bool = False
) -> bytes:
    """Return a video (MP4, 160 by 120) with its place in the notes. `turned` rotates it as a phone held upright does;
    `header_first` puts the header first, as for the web."""
    flags = "use_metadata_tags" + ("+faststart" if header_first else "")
    with (
        NamedTemporaryFile() as sheet,
        av.open(sheet.name, "w", format="mp4", options={"movflags": flags}) as container,
    ):
        container.metadata["com.apple.quicktime.location.ISO6709"] = f"+{PLACE}+109.1967/"
        container.metadata["comment"] = COMMENT.decode()
        moving = container.add_stream(codec, rate=10, options={"x265-params": "log-level=none"})
        assert isinstance(moving, av.VideoStream)
        moving.width, moving.height, moving.pix_fmt = 160, 120, "yuv420p"
        audible = container.add_stream("aac", rate=8000) if sound else None
        for _ in range(int(seconds * 10)):
            container.mux(moving.encode(av.VideoFrame.from_image(painted(160, 120))))
        container.mux(moving.encode())
        if audible is not None:
            for number in range(int(seconds * 8000 / 1024)):
                silence = av.AudioFrame(format="fltp", layout="mono", samples=1024)
                silence.sample_rate, silence.pts = 8000, number * 1024
                for plane in silence.planes:
                    plane.update(bytes(plane.buffer_size))
                container.mux(audible.encode(silence))
            container.mux(audible.encode())
        container.close()
        made = Path(sheet.name).read_bytes()
    return _turned(made) if turned else made


def recording(form: str = "mp3", *, codec: str = "", seconds: float = 2, rate: int = 16_000) -> bytes:
    """Return a recording of one tone, with the place and a comment in its notes where the format has room."""
    codec = codec or {"mp3": "libmp3lame", "ogg": "libopus", "wav": "pcm_s16le"}.get(form, "aac")
    if codec == "libopus":
        rate = 48_000
    with NamedTemporaryFile() as sheet, av.open(sheet.name, "w", format=form) as container:
        container.metadata["comment"] = f"{COMMENT.decode()} {PLACE}"
        heard = container.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(heard, av.AudioStream)
        tone = b"".join(
            int(9000 * sin(2 * pi * 440 * at / rate)).to_bytes(2, "little", signed=True) for at in range(rate // 5)
        )
        for number in range(int(seconds * 5)):
            frame = av.AudioFrame(format="s16", layout="mono", samples=rate // 5)
            frame.sample_rate, frame.pts = rate, number * (rate // 5)
            frame.planes[0].update(tone + bytes(frame.planes[0].buffer_size - len(tone)))
            container.mux(heard.encode(frame))
        container.mux(heard.encode(None))
        container.close()
        return Path(sheet.name).read_bytes()


def _turned(content: bytes) -> bytes:
    """Set the matrix in the header of the first track that turns it a quarter clockwise."""
    at = content.index(b"tkhd") + 4 + 4 + 20 + 16
    matrix = (0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    return content[:at] + b"".join(number.to_bytes(4, "big", signed=True) for number in matrix) + content[at + 36 :]
