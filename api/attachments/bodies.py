"""The request bodies about a photo or video: the parts to black out."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from domain.attachments import Area

_MOST_AREAS = 50


class AreaBody(BaseModel):
    """Một hình chữ nhật trên ảnh, tính theo phần của chiều rộng và chiều cao, từ góc trên bên trái."""

    model_config = ConfigDict(extra="forbid")

    x: float = Field(ge=0, lt=1, examples=[0.25])
    y: float = Field(ge=0, lt=1, examples=[0.4])
    width: float = Field(gt=0, le=1, examples=[0.2])
    height: float = Field(gt=0, le=1, examples=[0.1])

    def to_area(self) -> Area:
        """Return the area, cut off at the picture's edges."""
        return Area(self.x, self.y, min(self.width, 1 - self.x), min(self.height, 1 - self.y))


class ReviewBody(BaseModel):
    """Quyết định về một tệp đến sau khi hồ sơ đã công khai."""

    model_config = ConfigDict(extra="forbid")

    shown: bool = Field(description="true: công chúng được xem; false: không.", examples=[True])


class BlackOutBody(BaseModel):
    """Các phần cần che trước khi công khai."""

    model_config = ConfigDict(extra="forbid")

    areas: list[AreaBody] = Field(
        max_length=_MOST_AREAS, description="Các phần của ảnh cần che đen; để trống là ẩn cả tệp."
    )
