"""What happened: one append-only row per fact, written by one function, told by one signal.

The lowest room: it knows nobody above it. Other rooms subclass :class:`history.models.Event`, register the kinds of
their facts in :mod:`history.kinds` and call :func:`history.recording.record`.
"""
