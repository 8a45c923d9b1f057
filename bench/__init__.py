"""Measures how fast the system is. Each bench is a module with a command of its own; docs/benchmarks.md lists them and
the results."""
