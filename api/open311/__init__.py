"""Open311 GeoReport v2: the same public cases, and filing by a machine client, for programs that speak this standard."""
