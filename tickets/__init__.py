"""The ticket: how it is reported, judged, ordered, talked about and solved."""
