"""Measurements of the hub beside what else could do its work; run from the root of the repository."""
