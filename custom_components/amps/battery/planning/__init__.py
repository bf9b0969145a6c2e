"""Plans the windows of a battery's goals and days, and says what they saved."""
