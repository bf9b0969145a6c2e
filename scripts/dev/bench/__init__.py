"""What the integration costs: figures with their goals, measured in one run."""
