"""How the process of a build uses memory: it makes millions of objects, few of them garbage, and large tables."""

import gc

import pyarrow as pa

OBJECTS = 200_000
"""How many new objects are made before the collector looks for garbage among them."""


def be_frugal() -> None:
    """Have the collector look less often, and Arrow give back to the system what it needs no more.

    What the imports made is no garbage, and is not looked through again. Arrow's own pool keeps a fifth more memory.
    """
    gc.freeze()
    gc.set_threshold(OBJECTS)
    pa.set_memory_pool(pa.system_memory_pool())
