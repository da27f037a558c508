"""Backups: one checked file for database and stored files, and the way back."""
