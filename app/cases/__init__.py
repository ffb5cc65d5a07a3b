"""The matter of a visit as a clerk should know it, with the earlier matters of the same visitor."""
