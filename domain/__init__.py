"""What the law lets happen: steps, roles, limits, acts, events, refusals. Standard library only; no clock, no I/O."""
