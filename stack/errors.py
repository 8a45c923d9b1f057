"""The errors that keep the stack from running. Each is one Vietnamese sentence for the person at the terminal."""

from __future__ import annotations

from collections.abc import Sequence


class StackError(Exception):
    """An error that the person can mend. Only `str(error)` is shown, never a traceback."""


class PortTakenError(StackError):
    def __init__(self, port: int, what: str, option: str) -> None:
        super().__init__(
            f"Cổng {port} (cho {what}) đang bị chương trình khác dùng; "
            f"hãy dừng chương trình đó hoặc chọn cổng khác bằng {option}."
        )


class PortGivenTwiceError(StackError):
    def __init__(self, port: int, first: str, second: str) -> None:
        super().__init__(f"Cổng {port} được chọn cho cả {first} và {second}; hãy chọn hai cổng khác nhau.")


class PortUnusableError(StackError):
    def __init__(self, place: str, what: str, option: str, reason: str) -> None:
        super().__init__(f"Không mở được cổng {place} (cho {what}): {reason}; hãy chọn cổng khác bằng {option}.")


class ProgramMissingError(StackError):
    """A required program is missing on the machine and in the virtual environment, or does not run."""


class DataFolderError(StackError):
    """The data folder cannot be created, read or written."""


class DataFolderLockedError(DataFolderError):
    def __init__(self, folder: object, owner: str) -> None:
        super().__init__(
            f"Thư mục dữ liệu {folder} đang được một `hientruong up` khác dùng (tiến trình {owner}); "
            "hãy dừng nó trước hoặc chọn thư mục khác bằng --data."
        )


class ToolFailedError(StackError):
    """A program of PostgreSQL did not succeed. The error shows its own last words."""

    def __init__(self, program: str, said: str) -> None:
        super().__init__(f"{program} không làm được: {said.removeprefix(f'{program}: ')}")


class UnreachableError(StackError):
    """A configured server does not answer."""


class PreparationError(StackError):
    """A step between the starts of two children failed: initialising, migrating or seeding."""


class ChildFailedError(StackError):
    """A child did not become healthy, or died too often. The error shows its last lines."""

    def __init__(self, sentence: str, last_lines: str, log: object) -> None:
        shown = "\n".join(f"  | {line}" for line in last_lines.splitlines())
        super().__init__(f"{sentence} Nhật ký: {log}" + (f"\n{shown}" if shown else ""))


class FaultyProvinceError(StackError):
    """A province from outside the program has a fault. The error shows the first and counts the others."""

    def __init__(self, faults: Sequence[str]) -> None:
        others = f" (và {len(faults) - 1} lỗi khác)" if len(faults) > 1 else ""
        super().__init__(f"{faults[0]}{others}.")
