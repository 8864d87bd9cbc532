"""The second line by the API: for people of the firm alone."""
