"""What the tests share: the project's folder, small projects, copies of the package, installed environments."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The project's folder."""
