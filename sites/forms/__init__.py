"""Shapes of input about clients: one module per noun."""
