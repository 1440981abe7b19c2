"""The bases of every tool's arguments and result."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field


class Arguments(BaseModel):
    """What the model fills in; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    strips_texts: ClassVar[bool] = True  # white space around a text is not meant, and does not count


Say = Annotated[str, Field(description="One or two short sentences, fit to be read aloud.")]


class Result(BaseModel):
    """What a tool answers; `say` is one or two sentences fit to be read aloud."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    say: Say
