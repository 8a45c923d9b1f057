"""Reads the boxes that hold the units of an authority, from the file `area.toml` of its province."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
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


class _AreaFile(BaseModel):
    """The file: a box as south, west, north, east."""

    model_config = ConfigDict(extra="forbid")

    boxes: list[Annotated[_Degrees, AfterValidator(_box)]] = Field(min_length=1)


def load_area(path: Path) -> Area:
    """Read the file. Raises ProvinceFault."""
    document = document_of(text_of(path), file=str(path))
    try:
        read = _AreaFile.model_validate(document)
    except ValidationError as error:
        raise ProvinceFault(str(path), tuple(format_fault(each, document) for each in error.errors())) from None
    return Area(tuple(Box(south, north, west, east) for south, west, north, east in read.boxes))
