"""The API's own tokens, and what the API of every room above shares: its doorway and its shapes."""
