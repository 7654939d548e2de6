"""The leak matrix: planted records at every level and in every state, looked for by every reader on every
channel, compared with answers that people wrote down (``expected.yaml``).
"""

from publications.leaks.expectations import Expectations, read_expectations
from publications.leaks.matrix import LeakCell, Report, measure
from publications.leaks.planting import Planted, plant

__all__ = ["Expectations", "LeakCell", "Planted", "Report", "measure", "plant", "read_expectations"]
