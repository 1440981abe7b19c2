"""How spans, attributes and figures are called, after OpenTelemetry's conventions (those for GenAI still change)."""

from typing import Final

EXECUTE_TOOL: Final = "execute_tool"
CHAT: Final = "chat"
DELIVER: Final = "deliver"

OPERATION: Final = "gen_ai.operation.name"
TOOL_NAME: Final = "gen_ai.tool.name"
CALL_ID: Final = "gen_ai.tool.call.id"
AGENT: Final = "gen_ai.agent.name"
PROVIDER: Final = "gen_ai.provider.name"
REQUEST_MODEL: Final = "gen_ai.request.model"
SESSION_ID: Final = "session.id"
ERROR_TYPE: Final = "error.type"

HTTP_METHOD: Final = "http.request.method"
HTTP_STATUS: Final = "http.response.status_code"
ROUTE: Final = "http.route"
DB_SYSTEM: Final = "db.system.name"
DB_OPERATION: Final = "db.operation.name"
MESSAGE_ID: Final = "messaging.message.id"
DESTINATION: Final = "messaging.destination.name"

# No convention has a name for these.
OUTCOME: Final = "frontdesk.outcome"
REPLAYED: Final = "frontdesk.replayed"
ATTEMPT: Final = "frontdesk.attempt"
UNIT_STARTED: Final = "unit started"
UNIT_ENDED: Final = "unit ended"
