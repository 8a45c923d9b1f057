"""What can keep the stack from running. Each error is one Vietnamese sentence for the person at the terminal."""


class StackError(Exception):
    """Something the person can mend; `str(error)` is all that is shown, never a traceback."""


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
    """A program that has to be on the machine or in the virtual environment is not, or does not run."""


class DataFolderError(StackError):
    """The data folder cannot be made, read or written."""


class DataFolderLockedError(DataFolderError):
    def __init__(self, folder: object, owner: str) -> None:
        super().__init__(
            f"Thư mục dữ liệu {folder} đang được một `hientruong up` khác dùng (tiến trình {owner}); "
            "hãy dừng nó trước hoặc chọn thư mục khác bằng --data."
        )


class UnreachableError(StackError):
    """A server that was configured from outside does not answer."""


class PreparationError(StackError):
    """A step between two children (initialising, migrating, seeding) did not succeed."""


class ChildFailedError(StackError):
    """A child that did not become healthy, or died too often; carries its last lines."""

    def __init__(self, sentence: str, last_lines: str, log: object) -> None:
        shown = "\n".join(f"  | {line}" for line in last_lines.splitlines())
        super().__init__(f"{sentence} Nhật ký: {log}" + (f"\n{shown}" if shown else ""))
