"""Small changes in the integration, each of which some test should notice."""
