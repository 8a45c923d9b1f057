"""Errors of the operating system in Vietnamese."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EADDRINUSE: "chương trình khác đang dùng",
    errno.EADDRNOTAVAIL: "không phải địa chỉ của máy này",
    errno.EEXIST: "ở đó có một tệp, không phải là thư mục",
    errno.EISDIR: "đó là một thư mục",
    errno.ELOOP: "liên kết trỏ vòng quanh",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ENOENT: "không có tệp hay thư mục này",
    errno.ENOSPC: "đĩa đã đầy",
    errno.ENOTDIR: "trên đường dẫn có một tệp, không phải là thư mục",
    errno.EROFS: "đĩa chỉ cho đọc",
}


def reason_of(error: OSError) -> str:
    """Return the reason in Vietnamese. An error without words here keeps the system's own."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
