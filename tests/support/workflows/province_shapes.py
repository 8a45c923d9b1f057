"""The shapes of case of every procedure, by its id; each has a committed history."""

from __future__ import annotations

from tests.support.workflows import (
    shapes,
    shapes_binh_dinh,
    shapes_buon_ma_thuot,
    shapes_dien_bien,
    shapes_lai_chau,
)

SHAPES_OF = {
    "khanh-hoa": shapes.SHAPES,
    "binh-dinh": shapes_binh_dinh.SHAPES,
    "buon-ma-thuot": shapes_buon_ma_thuot.SHAPES,
    "lai-chau": shapes_lai_chau.SHAPES,
    "dien-bien": shapes_dien_bien.SHAPES,
}
