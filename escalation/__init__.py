"""To the right colleague, without losing the face: chains, escalations and offers."""
