"""From slip to solved: every step of a referral."""
