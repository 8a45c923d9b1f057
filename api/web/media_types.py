"""The media types of the files that the front serves."""

from __future__ import annotations

JPEG = "image/jpeg"
MP4 = "video/mp4"
M4A = "audio/mp4"
ZIP = "application/zip"
PDF = "application/pdf"
ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
