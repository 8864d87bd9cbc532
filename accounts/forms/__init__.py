"""Plain forms of this room: shape only."""
