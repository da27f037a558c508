"""The end of a year: what is decided about unfinished work, closing, what goes on, and years side by side."""
