"""Reads tables that people fill in: XLSX and CSV, with every fault by row and column."""
