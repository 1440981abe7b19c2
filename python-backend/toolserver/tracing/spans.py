"""Making spans that tell nothing about a person: what went wrong is recorded by its type alone."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass

from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer
from opentelemetry.util.types import AttributeValue

from toolserver.tracing.names import ERROR_TYPE

Attributes = Mapping[str, AttributeValue]


@dataclass(frozen=True)
class Tracing:
    """The tracer of one program. It is handed over and never made global: libraries' own spans quote exceptions."""

    tracer: Tracer
    close: Callable[[], None]  # waits until what was recorded is sent

    @contextmanager
    def span(self, name: str, kind: SpanKind, attributes: Attributes, parent: Context | None = None) -> Iterator[Span]:
        """A span around what is done within; without `parent` it belongs to the current one."""
        quietly = self.tracer.start_as_current_span(
            name, parent, kind, attributes, record_exception=False, set_status_on_exception=False
        )
        with quietly as span, _Ending(span):
            yield span


def maybe_span(
    tracing: Tracing | None, name: str, kind: SpanKind, attributes: Attributes
) -> AbstractContextManager[Span | None]:
    """A span where there is tracing."""
    return nullcontext() if tracing is None else tracing.span(name, kind, attributes)


@asynccontextmanager
async def sending(tracing: Tracing | None) -> AsyncIterator[None]:
    """What was recorded within is sent before this ends."""
    try:
        yield
    finally:
        if tracing is not None:
            await asyncio.to_thread(tracing.close)


@dataclass(frozen=True)
class _Ending:
    """An exception's text may hold what a caller said."""

    span: Span

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: object) -> None:
        if kind is not None:
            self.span.set_attribute(ERROR_TYPE, kind.__qualname__)
            self.span.set_status(StatusCode.ERROR)
