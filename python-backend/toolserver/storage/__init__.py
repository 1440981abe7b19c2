"""The database: tables, the journal of tool calls, sessions, units of work on database threads."""
