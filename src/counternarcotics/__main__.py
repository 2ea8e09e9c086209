"""``python -m counternarcotics`` is the command ``counternarcotics``."""

from counternarcotics._cli import main

main()
