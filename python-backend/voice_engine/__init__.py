"""The keyless voice: OpenAI's Realtime protocol, spoken by this machine."""
