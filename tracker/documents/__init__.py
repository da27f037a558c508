"""An official document as content, and its two writers: PDF and Word."""
