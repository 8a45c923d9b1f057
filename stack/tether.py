"""Starts a program that dies with its parent.

Run by path, as: python -I -S tether.py PARENT SIGNAL UID:GID FOLDER PROGRAM [ARG ...]

It runs between the supervisor and the program, because its work must happen in the child, and our own code is not safe between
fork and exec of a process with threads. It ends with exec, so the program keeps its process id.

UID:GID is `-` when the account stays. FOLDER is `-`, or a folder that the account may own and yet cannot reach, such as a
checkout below root's home. It is opened before root's rights are dropped, and every `@FOLDER@` in the arguments becomes a path
through that open descriptor.
"""

import ctypes
import os
import signal
import sys

FOLDER = "@FOLDER@"
_PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, orphan_signal, owner, folder, *argv = sys.argv[1:]
    os.umask(0o077)
    if folder != "-":
        place = held_open(folder)
        argv = [word.replace(FOLDER, place) for word in argv]
    if owner != "-":
        uid, gid = owner.split(":")
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    # After the change of account, which clears this setting.
    die_with_parent(int(parent), int(orphan_signal))
    # Python ignores the first two, a script or nohup those that stop a program. An ignored signal stays ignored after exec.
    for number in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    os.execvp(argv[0], argv)  # noqa: S606 - the program is the supervisor's own choice


def held_open(folder: str) -> str:
    """Return a path to `folder` that works under any account. Outside Linux it is the folder's own path."""
    if sys.platform != "linux":
        return folder
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    os.set_inheritable(descriptor, True)
    return f"/proc/self/fd/{descriptor}"


def die_with_parent(parent: int, orphan_signal: int) -> None:
    """Ask the kernel to signal this process when its parent dies, even when that is killed. Only Linux can."""
    if sys.platform != "linux":
        return
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, orphan_signal, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:  # The parent died before we asked.
        sys.exit(1)


if __name__ == "__main__":
    main()
