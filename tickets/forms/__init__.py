"""Forms of tickets: they check the shape of what was typed, and know no rule."""
