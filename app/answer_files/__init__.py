"""The files in which a unit gives its answers: written for it, read when they come back, recorded in one act."""
