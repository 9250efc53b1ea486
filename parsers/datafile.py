"""The YAML files that carry word lists, names and settings of the product itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def read_yaml(path: Path) -> Any:
    """What the file says. By libyaml: the pure Python loader takes ten times as long, at each start."""
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
