"""What Home Assistant knows that plans are made of, as plain values."""
