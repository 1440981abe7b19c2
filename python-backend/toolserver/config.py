"""The toolserver's settings, read from the environment once; one that cannot work stops the start."""

from typing import Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from toolserver.errors import FrontdeskError, in_plain_words
from toolserver.proxies import is_loopback, unusable_proxy

S = TypeVar("S", bound=BaseSettings)
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


class SettingsInvalid(FrontdeskError):
    """A setting that cannot work; the message names it."""


class McpServer(BaseModel):
    """Another MCP server whose tools are imported."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: HttpUrl
    token: SecretStr | None = None


class Settings(BaseSettings):
    """Names are those of the README's table."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True)

    toolserver_host: str = "127.0.0.1"
    toolserver_port: int = Field(default=8000, ge=1, le=65535)
    toolserver_api_key: SecretStr | None = None  # without it only loopback is served
    toolserver_api_key_previous: SecretStr | None = None  # good too, until everyone has the new one
    toolserver_tools: str | None = None  # a module with all_tools()
    toolserver_mcp_servers: dict[str, McpServer] = Field(default_factory=dict)  # by the prefix of their tools
    database_url: str = "sqlite:///frontdesk.db"
    demo_data: Literal["on", "off"] = "on"
    function_calling_enabled: bool = True
    function_timeout_seconds: float = Field(default=30, gt=0, le=600)
    function_retry_attempts: int = Field(default=3, ge=1, le=10)
    function_batch_size: int = Field(default=20, ge=1, le=100)  # calls in one POST /execute-tools
    function_calls_in_flight: int = Field(default=100, ge=1)  # this and the next: of one process
    function_calls_waiting: int = Field(default=200, ge=0)
    function_threads: int = Field(default=16, ge=1)  # for functions of TOOLSERVER_TOOLS that block
    session_calls_a_minute: int = Field(default=60, ge=1)  # these six are counted by each process for itself
    session_identical_calls_a_minute: int = Field(default=3, ge=1)
    session_calls_of_one_tool_a_minute: int = Field(default=20, ge=1)
    session_stored_bytes: int = Field(default=4_000_000, ge=1)  # of questions and answers, of one session
    service_calls_a_minute: int | None = Field(default=None, ge=1)  # for each session_id, else for all together
    service_identical_calls_a_minute: int | None = Field(default=None, ge=1)
    outbox_webhook_url: HttpUrl | None = None  # without it messages wait in the outbox
    otel_sdk_disabled: bool = False
    otel_traces_exporter: Literal["otlp", "console", "none"] | None = None
    otel_exporter_otlp_endpoint: HttpUrl | None = None  # this and the next: read again by the SDK, as all others of it
    otel_exporter_otlp_traces_endpoint: HttpUrl | None = None
    otel_exporter_otlp_protocol: Literal["http/protobuf"] | None = None
    otel_service_name: str = "frontdesk-toolserver"
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None

    @field_validator("database_url")
    @classmethod
    def _is_known(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("starts with sqlite:/// or postgresql://")
        return url

    @model_validator(mode="after")
    def _others_need_a_key(self) -> Self:
        if not self.is_loopback and self.toolserver_api_key is None:
            raise ValueError("TOOLSERVER_HOST is not loopback: set TOOLSERVER_API_KEY, or listen on 127.0.0.1")
        if self.toolserver_api_key is None and self.toolserver_api_key_previous is not None:
            raise ValueError("TOOLSERVER_API_KEY_PREVIOUS is set without TOOLSERVER_API_KEY")
        return self

    @property
    def api_keys(self) -> tuple[SecretStr, ...]:
        """Every key that a service may show."""
        return tuple(key for key in (self.toolserver_api_key, self.toolserver_api_key_previous) if key is not None)

    @property
    def traces_exporter(self) -> Literal["otlp", "console"] | None:
        """Where traces go, if they are wanted at all: an endpoint is enough to want them."""
        if self.otel_sdk_disabled or self.otel_traces_exporter == "none":
            return None
        endpoint = self.otel_exporter_otlp_endpoint or self.otel_exporter_otlp_traces_endpoint
        return self.otel_traces_exporter or ("otlp" if endpoint else None)

    @property
    def called_addresses(self) -> tuple[str, ...]:
        """Whom the toolserver calls by HTTP."""
        judge = (self.openai_base_url or "https://api.openai.com/v1") if self.openai_api_key else None
        traces = self.otel_exporter_otlp_traces_endpoint or self.otel_exporter_otlp_endpoint
        others = (server.url for server in self.toolserver_mcp_servers.values())
        return tuple(str(url) for url in (self.outbox_webhook_url, traces, judge, *others) if url is not None)

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the toolserver."""
        return self.toolserver_host in LOOPBACK_NAMES


def read_settings() -> Settings:
    """Settings from the environment; SettingsInvalid names the one that cannot work."""
    try:
        settings = read(Settings)
    except SettingsError:
        raise SettingsInvalid("TOOLSERVER_MCP_SERVERS: not JSON") from None  # the cause would quote its tokens
    proxy = None if all(map(is_loopback, settings.called_addresses)) else unusable_proxy()
    if proxy is not None:
        raise SettingsInvalid(proxy)
    return settings


def read(kind: type[S]) -> S:
    """Settings of that kind from the environment; SettingsInvalid names the one that cannot work."""
    try:
        return kind()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"])).upper()
        reason = in_plain_words(first["msg"])
        raise SettingsInvalid(f"{name}: {reason}" if name else reason) from error
