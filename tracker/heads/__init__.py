"""The head of a unit between its officer and the office: who that is, and whether reports go over their desk."""
