"""Tools of other MCP servers, in our registry under a prefix."""
