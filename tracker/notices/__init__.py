"""Printed notices: numbered papers of supervision, kept as they were printed, and signed for."""
