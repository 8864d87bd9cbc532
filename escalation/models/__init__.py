"""Chains, which an administrator sets up, and what goes along them; alarms about what nobody has in hand."""

from escalation.models.alarm import Alarm, Quiet
from escalation.models.chain import Chain, Level, Manner, Step
from escalation.models.escalation import Escalation, Offer, Standing

__all__ = ["Alarm", "Chain", "Escalation", "Level", "Manner", "Offer", "Quiet", "Standing", "Step"]
