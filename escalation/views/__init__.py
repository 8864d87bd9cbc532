"""Pages of the second line: for people of the firm alone."""
