"""What the text of a report says in numbers about its own tables."""
