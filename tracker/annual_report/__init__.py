"""The statutory annual report: its tables, what must hold in them, and its print."""
