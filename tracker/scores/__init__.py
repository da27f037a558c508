"""Scores: rule sets by version, what is computed from the records or marked by hand, objections, the issued list."""
