"""Reminders, escalation and the outbox: who is told of a limit, when, and never twice for the same reason."""
