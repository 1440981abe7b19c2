"""The bases of every tool's arguments and result."""

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from toolserver.toolkit.bounded_texts import with_bounded_texts


class Arguments(BaseModel):
    """What the model fills in; unknown fields are refused, and no text is endless."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    strips_texts: ClassVar[bool] = True  # white space around a text is not meant, and does not count

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Called by pydantic when the class is made."""
        return with_bounded_texts(handler(source))


Say = Annotated[str, Field(description="One or two short sentences, fit to be read aloud.")]


class Result(BaseModel):
    """What a tool answers; `say` is one or two sentences fit to be read aloud."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    say: Say
