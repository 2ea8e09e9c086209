"""The chemical identifiers of a substance: against its structure by RDKit, and its CAS number by ``chemicals``.

RDKit computes the InChIKey and the formula from the structure (SMILES), so that neither is taken on trust.
``chemicals`` holds a list of CAS numbers with the InChIKey of each.
"""

from chemicals.identifiers import check_CAS, pubchem_db
from rdkit import Chem
from rdkit.Chem.rdMolDescriptors import CalcMolFormula
from rdkit.rdBase import DisableLog

from referees.cells import Row

RDKIT = "RDKit"
CHEMICALS = "chemicals"
WRONG_STRUCTURE = "no structure"
WRONG_CAS = "no CAS number: its check digit is wrong"

# RDKit prints to standard error what is wrong with a SMILES; the opinion says it.
DisableLog("rdApp.*")


def inchikey_of_structure(row: Row) -> tuple[str, bool]:
    """Return the InChIKey of a substance's structure (empty without one), and whether the substance has that key.

    >>> inchikey_of_structure({"smiles": "CCO", "inchikey": "LFQSCWFLJHTTHZ-UHFFFAOYSA-N"})
    ('LFQSCWFLJHTTHZ-UHFFFAOYSA-N', True)
    """
    molecule = _molecule(row)
    if molecule is None:
        return (WRONG_STRUCTURE if row["smiles"] else ""), False
    key = str(Chem.MolToInchiKey(molecule))
    return key, key == row["inchikey"]


def formula_of_structure(row: Row) -> tuple[str, bool]:
    """Return the formula of a substance's structure (empty without one), and whether the substance has that formula.

    >>> formula_of_structure({"smiles": "CCO", "formula": "C2H4O"})
    ('C2H6O', False)
    """
    molecule = _molecule(row)
    if molecule is None:
        return (WRONG_STRUCTURE if row["smiles"] else ""), False
    formula = str(CalcMolFormula(molecule))
    return formula, formula == row["formula"]


def inchikey_of_cas_number(row: Row) -> tuple[str, bool]:
    """Return the InChIKey that the library has for a CAS number (empty where it has none), and whether the row has it.

    >>> inchikey_of_cas_number({"cas_rn": "64-17-5", "inchikey": "LFQSCWFLJHTTHZ-UHFFFAOYSA-N"})
    ('LFQSCWFLJHTTHZ-UHFFFAOYSA-N', True)
    >>> inchikey_of_cas_number({"cas_rn": "64-17-6", "inchikey": "LFQSCWFLJHTTHZ-UHFFFAOYSA-N"})
    ('no CAS number: its check digit is wrong', False)
    """
    if not check_CAS(row["cas_rn"]):
        return WRONG_CAS, False
    substance = pubchem_db.search_CAS(int(row["cas_rn"].replace("-", "")))
    key = str(substance.InChI_key) if substance else ""
    return key, key == row["inchikey"]


def _molecule(row: Row) -> Chem.Mol | None:
    """Return the structure of a substance; None where it has none, or none that RDKit can read."""
    return Chem.MolFromSmiles(row["smiles"]) if row["smiles"] else None
