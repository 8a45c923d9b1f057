"""Pages of figures: statistics for staff with the monthly reports, and figures for anybody."""
