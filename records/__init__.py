"""Keeps everything in PostgreSQL: tables, migrations and every query. Callers pass and get plain data, never objects of the
database libraries."""
