"""ONVIF: from a host and a login to the addresses of a camera's pictures.

`find_addresses` is what a look needs, `probe` what an administrator wants to see, `discover` who is there.
"""

from ingest.onvif.addresses import find_addresses
from ingest.onvif.discovery import Found, discover
from ingest.onvif.probe import ProbeResult, Problem, probe

__all__ = ["Found", "ProbeResult", "Problem", "discover", "find_addresses", "probe"]
