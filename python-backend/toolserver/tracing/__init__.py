"""OpenTelemetry traces of this program: off, and nothing of the SDK loaded, unless the environment asks for them."""
