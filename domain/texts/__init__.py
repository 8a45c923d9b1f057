"""Regulations that follow one another: which texts are known, and how open cases go over from one text to the next."""
