"""One battery at work: read, written to, and remembered across restarts."""
