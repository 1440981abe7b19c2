"""Serving until a signal: the first lets what runs come to its end, the second ends the program at once."""

import gc
import logging
import signal
import socket
from math import ceil
from types import FrameType
from typing import Final

import uvicorn
from fastapi import FastAPI

from toolserver.api.http_connections import HttpConnection

_log = logging.getLogger(__name__)
MARGIN_S: Final = 5  # beyond the longest tool's timeout: to wait for a turn, and to record the outcome


class GracefulServer(uvicorn.Server):
    """uvicorn would wait however often SIGTERM comes, and end with it as its status, as if it had been killed."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say where it listens: uvicorn says so only of sockets that it made itself."""
        await super().startup(sockets)
        for each in sockets or ():
            host, port = each.getsockname()[:2]
            _log.info(
                "Toolserver running on http://%s:%d (Ctrl-C stops it)", f"[{host}]" if ":" in host else host, port
            )

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called for SIGTERM and SIGINT."""
        if self.should_exit:
            signal.signal(sig, signal.SIG_DFL)
            signal.raise_signal(sig)
        self.should_exit = True


def serve(app: FastAPI, listeners: list[socket.socket]) -> None:
    """Serve; after a signal no new connection is taken, and what still runs after the longest timeout is cut off."""
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        http=HttpConnection,
        ws="none",
        timeout_graceful_shutdown=ceil(app.state.longest_tool_s + MARGIN_S),
    )
    gc.freeze()  # what is there by now stays: collections need not look at it again and again
    GracefulServer(config).run(sockets=listeners)
