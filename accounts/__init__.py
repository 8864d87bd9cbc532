"""People: who they are, their roles, how they sign in, and what a permission answers."""
