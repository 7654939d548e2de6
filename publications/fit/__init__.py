"""Whether what a record tells fits one's own municipality: what it takes, as statements to be answered.

The answers stay in the browser (publications/fit.js); no request carries them. Without a script the same
statements are a checklist.
"""

from publications.fit.needs import Need, needs_of
from publications.fit.standing import Standing, standing_of

__all__ = ["Need", "Standing", "needs_of", "standing_of"]
