"""Cleans what people send of everything but what it shows or lets hear, and stores it."""
