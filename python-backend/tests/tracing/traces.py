"""Spans as tests look at them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanContext, format_span_id, format_trace_id

from toolserver.tracing.exporting import processed_by
from toolserver.tracing.spans import Tracing

TRACE = "0af7651916cd43dd8448eb211c80319c"
SENDER = "b7ad6b7169203331"
TRACEPARENT = {"traceparent": f"00-{TRACE}-{SENDER}-01"}


@dataclass(frozen=True)
class Recorded:
    """A tracing whose spans stay here."""

    exporter: InMemorySpanExporter = field(default_factory=InMemorySpanExporter)

    def tracing(self) -> Tracing:
        """What is handed to the program."""
        return processed_by(SimpleSpanProcessor(self.exporter), "tested")

    @property
    def spans(self) -> Sequence[ReadableSpan]:
        """Those that have ended, in that order."""
        return self.exporter.get_finished_spans()

    def named(self, name: str) -> ReadableSpan:
        """The one span of that name."""
        (span,) = [span for span in self.spans if span.name == name]
        return span


def trace_of(span: ReadableSpan) -> str:
    """The id of its trace."""
    return format_trace_id(_context(span).trace_id)


def parent_of(span: ReadableSpan) -> str | None:
    """The id of the span it belongs to."""
    return None if span.parent is None else format_span_id(span.parent.span_id)


def id_of(span: ReadableSpan) -> str:
    """Its own id."""
    return format_span_id(_context(span).span_id)


def _context(span: ReadableSpan) -> SpanContext:
    context = span.get_span_context()
    assert context is not None
    return context
