"""Work on many tasks at once: one press, one transaction, and one press to undo it all."""
