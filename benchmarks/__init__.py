"""Measurements; see the head of each module."""
