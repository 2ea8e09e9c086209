"""Where the data stand: in an installed package beside the modules, in an editable checkout at its top level."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def data_root(module: Path = _HERE) -> Path:
    """Return the folder that holds ``datapackage.json`` and ``data/``.

    Args:
        module: The folder of the package's modules.

    Raises:
        FileNotFoundError: There is no descriptor in either place.
    """
    if (module / "datapackage.json").is_file():
        return module
    checkout = module.parent.parent
    # pyproject.toml tells a checkout from a stray descriptor two levels above a site-packages folder.
    if (checkout / "datapackage.json").is_file() and (checkout / "pyproject.toml").is_file():
        return checkout
    raise FileNotFoundError(f"no datapackage.json in {module} or {checkout}; in a checkout, run build.py to make it")
