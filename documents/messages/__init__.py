"""Writes messages: takes the facts of an occasion and makes Vietnamese texts of them. It cannot send anything."""
