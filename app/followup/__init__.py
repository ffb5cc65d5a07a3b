"""Following referrals up: the lists of what is under way, the dossier of one, phone calls, the counter."""
