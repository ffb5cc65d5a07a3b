"""What a clerk knows of a visitor and the matter: the visit itself, and the earlier matters of the same visitor."""
