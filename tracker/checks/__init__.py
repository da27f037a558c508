"""Supervision checks: rounds, findings, rectification, re-check, closing."""
