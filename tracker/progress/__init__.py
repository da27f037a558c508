"""What the sections report about their tasks, with evidence, and the office's answer to it."""
