"""Turns figures into tables, and tables into files for spreadsheets."""
