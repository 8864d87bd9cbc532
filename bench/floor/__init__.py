"""The floor: the plainest desk that Django can make of the same rows. Django's own settings, no room of ours.

It signs in by a session, shows fifty open tickets out of one indexed SELECT, one ticket, and a form that makes one INSERT.
"""
