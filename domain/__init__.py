"""The law: what may happen to a case: steps, roles, limits, acts, events, refusals. Standard library only; no clock, no I/O."""
