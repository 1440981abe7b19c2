"""The registry as an MCP server: the same tools, callers, limits and journal behind another protocol."""
