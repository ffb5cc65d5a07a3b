"""The screens. The only place that knows Qt (with main.py)."""
