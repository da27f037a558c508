"""What is said about a task: remarks and questions to units, and the instructions of the leadership (批示)."""
