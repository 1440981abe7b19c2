"""Which trace a request belongs to, as W3C's `traceparent` says it."""

from typing import Final

from opentelemetry.context import Context
from opentelemetry.trace import format_trace_id, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_HEADER: Final = "traceparent"
_propagator: Final = TraceContextTextMapPropagator()


def continued(traceparent: str | None) -> Context:
    """Where the sender's trace goes on; a header that is no traceparent begins nothing and continues nothing."""
    return _propagator.extract({_HEADER: traceparent} if traceparent else {}, Context())


def trace_id_of(traceparent: str | None) -> str | None:
    """The trace of the current span; while nothing is traced here, the one that the sender names."""
    context = get_current_span().get_span_context()
    if not context.is_valid and traceparent is not None:
        context = get_current_span(continued(traceparent)).get_span_context()
    return format_trace_id(context.trace_id) if context.is_valid else None
