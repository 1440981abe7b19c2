"""The registry over MCP, asked by the SDK's own client over real HTTP."""
