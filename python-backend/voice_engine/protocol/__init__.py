"""The Realtime protocol without I/O: events in, events and effects out."""
