from django import forms


class ReadForm(forms.Form):
    """Which news was read: that of the ticket with this number, else all."""

    ticket = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
