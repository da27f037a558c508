"""External supervisors: who is invited to read a round of checks."""
