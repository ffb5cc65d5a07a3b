"""Every module of the program can be imported, on whichever Python runs this."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
EVERY_MODULE = """
import os
from importlib import import_module
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
for top in ("app", "db", "reports", "ui", "benchmarks"):
    for path in sorted(Path(top).rglob("*.py")):
        if path.name not in ("__init__.py", "__main__.py"):
            import_module(".".join(path.with_suffix("").parts))
import main
"""


def test_every_module_is_imported_without_a_syntax_warning(tmp_path):
    """In a process of its own, which compiles every file anew: a newer Python warns of syntax it will give up."""
    done = subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "-c", EVERY_MODULE],
        cwd=ROOT,
        env=os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
