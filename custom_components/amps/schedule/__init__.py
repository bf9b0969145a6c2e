"""What an owner plans: windows, repeats, overlaps and edits; pure values."""
