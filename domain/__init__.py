"""The law as pure rules: steps, roles, limits, acts, events, refusals. Standard library only; no clock, no I/O."""
