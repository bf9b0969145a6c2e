"""The account behind a key: what is known of it, and how fast it may be asked."""
