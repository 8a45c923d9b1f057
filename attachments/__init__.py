"""Cleans photos and short videos of everything but what they show, and stores them."""
