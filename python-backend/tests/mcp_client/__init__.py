"""Tools of other MCP servers, imported over real HTTP."""
