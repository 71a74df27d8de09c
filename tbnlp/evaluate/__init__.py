"""Figures with their n and interval: redaction, tagging, and the baselines beside them."""
