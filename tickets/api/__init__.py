"""Tickets by the API: the same doorway, forms and actions as the pages; answers of its own for each side."""
