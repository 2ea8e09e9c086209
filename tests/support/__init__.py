"""What the tests share: the project's folder, the example project, copies of the package, installed environments."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The project's folder."""
