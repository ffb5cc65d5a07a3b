"""Referrals that still wait for an answer."""
