"""Where spans go: to an OTLP collector or to standard output, as the SDK's own variables say."""

from typing import Final, Literal

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter

from toolserver.tracing.spans import Tracing

_EXPORTERS: Final = {"otlp": OTLPSpanExporter, "console": ConsoleSpanExporter}


def exporting(exporter: Literal["otlp", "console"], service: str) -> Tracing:
    """Spans leave in batches, from a thread of their own."""
    return processed_by(BatchSpanProcessor(_EXPORTERS[exporter]()), service)


def processed_by(processor: SpanProcessor, service: str) -> Tracing:
    """Spans go to this processor."""
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: service}), shutdown_on_exit=False)
    provider.add_span_processor(processor)
    return Tracing(provider.get_tracer("toolserver"), provider.shutdown)
