"""Chains, which an administrator sets up, and what goes along them."""

from escalation.models.chain import Chain, Level, Manner, Step
from escalation.models.escalation import Escalation, Offer, Standing

__all__ = ["Chain", "Escalation", "Level", "Manner", "Offer", "Standing", "Step"]
