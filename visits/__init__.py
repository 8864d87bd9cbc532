"""When somebody of the firm is at a client."""
