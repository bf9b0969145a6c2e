"""What Home Assistant knows that plans are made of: prices, as plain values."""
