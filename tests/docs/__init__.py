"""The README and docs/ say what the code does: all that exists, and nothing else."""
