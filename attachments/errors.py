"""The reasons for which a file is not accepted, each a sentence for the sender, and the failures of the store and the scanner."""

from __future__ import annotations


class FileNotTaken(Exception):
    """The file cannot be accepted. The message says what to do about it."""


class UnknownFormat(FileNotTaken):
    """The file is of no accepted format."""


class FileTooLarge(FileNotTaken):
    """The file has too many bytes, or a video has too large pictures."""


class TooManyPixels(FileNotTaken):
    """The picture would fill the memory once decoded."""


class BrokenFile(FileNotTaken):
    """The file begins like an accepted format but cannot be decoded to its end."""


class LockedFile(FileNotTaken):
    """The document is encrypted."""


class ActiveContent(FileNotTaken):
    """The document runs something, holds other files, or fetches something when it is opened."""


class InfectedFile(FileNotTaken):
    """The virus scanner found something in the file."""


class UnknownColours(FileNotTaken):
    """The picture's pixels are in a mode that nobody knows how to show."""


class TooLong(FileNotTaken):
    """The video or recording runs too long."""


class ScannerUnavailable(Exception):
    """The virus scanner does not answer, so no file can be taken."""


class StoreUnavailable(Exception):
    """The store does not answer. A file that was being written may have been stored all the same."""


class NotInStore(Exception):
    """The record says that the file was stored, but the store does not have it."""


class UnusableStore(Exception):
    """The store's address cannot be opened. The message is one sentence."""
