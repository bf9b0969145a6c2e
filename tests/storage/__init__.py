"""What is stored, over real files: lost, damaged, restored, or not to be written."""
