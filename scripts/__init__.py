"""What `make` calls. Nothing of the desk imports from here."""
