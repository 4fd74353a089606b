"""Taking documents into a case: files, feeds, web pages and archives become texts with what is known about them."""

from sayso.ingest.found import Refused, Seen
from sayso.ingest.run import Progress, Tally, ingest
from sayso.ingest.sources import Options, read_source

__all__ = ["Options", "Progress", "Refused", "Seen", "Tally", "ingest", "read_source"]
