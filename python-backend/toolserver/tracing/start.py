"""Tracing begins where the environment asks for it."""

from typing import Literal

from toolserver.tracing.spans import Tracing


def start_tracing(exporter: Literal["otlp", "console"] | None, service: str) -> Tracing | None:
    """Spans under this service's name; None when nobody wants them."""
    if exporter is None:
        return None
    from toolserver.tracing.exporting import exporting  # only now: whoever traces nothing does not load the SDK

    return exporting(exporter, service)
