"""Reads the boxes that hold the units of an authority, from the file `area.toml` of its province."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from domain.offices.area import Area
from domain.offices.places import VIET_NAM, Box
from procedures.faults import ProvinceFault
from procedures.reading import document_of, format_fault, text_of

_BOX = "khung ghi nam, tây, bắc, đông, bằng độ, trong lãnh thổ Việt Nam"
_Degrees = tuple[float, float, float, float]


def _box(degrees: _Degrees) -> _Degrees:
    south, west, north, east = degrees
    if south < north and west < east and VIET_NAM.holds(south, west) and VIET_NAM.holds(north, east):
        return degrees
    raise PydanticCustomError("box", _BOX)


_WrittenBox = Annotated[_Degrees, AfterValidator(_box)]


class _AreaFile(BaseModel):
    """The file: a box as south, west, north, east. Those in `units` are of the unit that they stand under."""

    model_config = ConfigDict(extra="forbid")

    boxes: list[_WrittenBox] = Field(default=[], min_length=1)
    units: dict[str, Annotated[list[_WrittenBox], Field(min_length=1)]] = Field(default={}, min_length=1)

    @model_validator(mode="after")
    def _holds_any(self) -> Self:
        if not self.boxes and not self.units:
            raise PydanticCustomError("area", "phải có boxes hoặc units")
        return self


def load_area(path: Path) -> Area:
    """Read the file. Raises ProvinceFault."""
    document = document_of(text_of(path), file=str(path))
    try:
        read = _AreaFile.model_validate(document)
    except ValidationError as error:
        raise ProvinceFault(str(path), tuple(format_fault(each, document) for each in error.errors())) from None
    units = {unit: tuple(map(_box_of, boxes)) for unit, boxes in read.units.items()}
    own = tuple(map(_box_of, read.boxes))
    return Area((*own, *(box for boxes in units.values() for box in boxes)), units)


def _box_of(degrees: _Degrees) -> Box:
    south, west, north, east = degrees
    return Box(south, north, west, east)
