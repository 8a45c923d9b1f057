"""The shapes of case of every procedure, by its id; each has a committed history."""

from __future__ import annotations

from tests.workflows import shapes, shapes_binh_dinh

SHAPES_OF = {
    "khanh-hoa": shapes.SHAPES,
    "binh-dinh": shapes_binh_dinh.SHAPES,
}
