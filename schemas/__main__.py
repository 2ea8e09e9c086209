"""``python -m schemas``: write what ``columns.json`` says into ``tables/*.json``."""

import sys

from schemas.expand import main

sys.exit(main())
