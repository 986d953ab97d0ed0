"""What the kit adds to a Jupyter server: pages that travel are compressed.

JupyterLab's first page is a dozen megabytes, and a Jupyter server sends them as they are. A class
that opens the kit on a server of its school, or on Binder, waits several times longer than it need.
"""

from ipaddress import ip_address
from typing import Any, Protocol

from tornado.httputil import HTTPServerRequest
from tornado.web import Application, GZipContentEncoding


class _Server(Protocol):
    web_app: Application


class Compressed(GZipContentEncoding):
    """Compress what leaves this computer; for a browser on it, compressing only costs time."""

    def __init__(self, request: HTTPServerRequest) -> None:
        super().__init__(request)
        self._gzipping = self._gzipping and not ip_address(request.remote_ip or "::").is_loopback


def _jupyter_server_extension_points() -> list[dict[str, Any]]:  # pyright: ignore[reportUnusedFunction]
    """Tell the server, which asks by this name, where the extension is."""
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: _Server) -> None:  # pyright: ignore[reportUnusedFunction]
    server.web_app.add_transform(Compressed)
