"""Tells what came back, what was lost, and how to find it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from cli.backup.manifest import Manifest, in_vietnam
from cli.restore.putting_back import Restored

_SHOWN: Final = 20


def sentences(manifest: Manifest, restored: Restored) -> Iterator[str]:
    """Yield what a person has to know after a restore."""
    rows = manifest.rows
    yield (
        f"Đã phục hồi {rows.get('cases', 0)} hồ sơ, {rows.get('events', 0)} diễn biến, {manifest.attachments or 0} tệp kèm theo, "
        f"theo bản sao lưu lúc {in_vietnam(manifest.taken_at)}."
    )
    if manifest.store:
        yield f"Tệp kèm theo nằm ở {manifest.store} và không được phục hồi ở đây: hãy xem kho đó còn đủ không."
    since = manifest.latest or manifest.taken_at
    yield f"Mất mọi điều ghi sau {in_vietnam(since)}, nếu có, cho tới khi hệ thống dừng."
    if restored.replaced:
        codes = [f"{code} ({events})" for code, events in restored.replaced.items()]
        others = f" và {len(codes) - _SHOWN} hồ sơ khác" if len(codes) > _SHOWN else ""
        yield (
            f"Cơ sở dữ liệu vừa bị thay có {sum(restored.replaced.values())} diễn biến sau lúc đó, ở {len(codes)} hồ sơ "
            f"(số diễn biến trong ngoặc): {', '.join(codes[:_SHOWN])}{others}."
        )
    yield (
        "Tìm điều đã mất ở thư và tin đã gửi từ lúc đó (máy chủ thư, cổng tin), văn bản đã phát hành, "
        "ảnh trong kho mà sổ không biết, và những hồ sơ Temporal còn giữ mà sổ không có."
    )
    if restored.left_out:
        ends = ", ".join(f"{series} từ {last + 1:06}" for series, last in restored.left_out.items())
        yield f"Mã mới không trùng mã đã cấp trong khoảng bị mất: {ends}."
    yield (
        "Hãy chạy `hientruong up` (hoặc `hientruong prepare`, rồi giao diện và worker): lược đồ được nâng cấp, "
        "hồ sơ mở được dựng lại trong Temporal."
    )


def keep(data: Path, folder: Path, manifest: Manifest, restored: Restored, *, now: datetime) -> Path:
    """Write what is known of the loss into the data folder, for those who look for it later. Return the file."""
    target = data / "restores" / f"{now:%Y%m%dT%H%M%SZ}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    known = {
        "backup": str(folder),
        "backup_taken_at": manifest.taken_at.isoformat(),
        "lost_since": (manifest.latest or manifest.taken_at).isoformat(),
        "restored_at": now.isoformat(),
        "events_lost_by_case": dict(restored.replaced) if restored.replaced is not None else None,
        "codes_left_out_up_to": dict(restored.left_out),
    }
    target.write_text(json.dumps(known, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return target
