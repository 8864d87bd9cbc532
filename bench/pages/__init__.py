"""What a page costs: processor time of web and database, as a ratio to a plain Django page asked in the same round."""
