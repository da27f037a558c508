"""What people typed and have not sent yet: kept on the server while they type, offered when they come back."""
