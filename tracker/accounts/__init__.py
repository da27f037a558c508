"""Who may sign in: accounts, their roles, passwords and sessions."""
