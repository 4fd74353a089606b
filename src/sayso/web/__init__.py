"""The workbench: a case in the browser, served on this machine."""

from sayso.web.app import create_app
from sayso.web.bench import Settings

__all__ = ["Settings", "create_app"]
