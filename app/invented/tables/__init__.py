"""The invented year's characters, matters, clusters and sayings as tables."""

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    text = files(__name__).joinpath(f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
