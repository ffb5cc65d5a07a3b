"""The screens. The only place that knows Qt (with main.py)."""

import sys

if sys.version_info < (3, 12):
    from ui.immortal import keep_alive

    keep_alive()
