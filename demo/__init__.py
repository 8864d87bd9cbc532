"""The invented firm that `make run` shows: who works there, whom it serves, three months of what happened.

Installed in demo mode only (settings.DEMO), which a system check refuses on anything but a loopback address.
"""
