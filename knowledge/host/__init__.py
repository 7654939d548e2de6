"""Who runs the library: name, logo, colours, texts, contact, as the administration has entered them."""

from knowledge.host.colours import LIBRARY_COLOURS, Colours, ratio
from knowledge.host.look import HostLook, host_look, look_for
from knowledge.host.models import HostSettings

__all__ = ["LIBRARY_COLOURS", "Colours", "HostLook", "HostSettings", "host_look", "look_for", "ratio"]
