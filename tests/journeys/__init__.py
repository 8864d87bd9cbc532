"""Whole stories through the pages, with a real worker and a real mail server."""
