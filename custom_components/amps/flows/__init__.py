"""The forms of the options, and what the forms share."""
