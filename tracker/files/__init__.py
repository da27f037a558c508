"""Evidence and attachments: looked into before they are taken, stored by what they hold."""
