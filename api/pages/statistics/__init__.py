"""Pages of figures: statistics for staff, and figures for anybody."""
