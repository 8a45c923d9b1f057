"""Why a file is not taken, each as the sentence that whoever sent it reads; and what can go wrong in keeping one."""

from __future__ import annotations


class FileNotTaken(Exception):
    """A file that cannot be taken, and what to do about it."""


class UnknownFormat(FileNotTaken):
    """Neither a photo nor a video in a format that is taken."""


class FileTooLarge(FileNotTaken):
    """More bytes than are taken."""


class TooManyPixels(FileNotTaken):
    """A picture that would fill the memory once it is decoded."""


class BrokenFile(FileNotTaken):
    """It begins like a photo or a video and cannot be decoded to its end."""


class VideoTooLong(FileNotTaken):
    """A video that runs for longer than is taken."""


class StoreUnavailable(Exception):
    """The store cannot answer now. What was being kept may have been kept all the same."""


class NotInStore(Exception):
    """What the record says was kept is not in the store."""


class UnusableStore(Exception):
    """The store's address names none that can be opened, as one sentence."""
