"""The charge plan: pure functions of values, without I/O or a clock."""
