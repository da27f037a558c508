"""What a machine needs before the tracker can run on it, made by ``make setup``."""
