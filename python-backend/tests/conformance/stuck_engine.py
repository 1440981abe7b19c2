"""A program: an engine on the port of its first argument, whose brain keeps the whole event loop busy for ever."""

import sys

from voice_engine.app import create_app
from voice_engine.config import Settings
from voice_engine.listening import listeners_on
from voice_engine.logs import configure_logging
from voice_engine.models.scripted import ScriptedTextToSpeech
from voice_engine.pipeline.parts import Parts
from voice_engine.pipeline.stages import Conversation, Reply, Say
from voice_engine.serving import serve


class StuckBrain:
    """Says a lot when it is asked first, and never comes back when it is asked again."""

    def __init__(self) -> None:
        self._asked = 0

    async def respond(self, conversation: Conversation) -> Reply:
        """Answer once."""
        self._asked += 1
        while self._asked > 1:
            continue
        return Reply((Say("Yes. " * 200),))


if __name__ == "__main__":
    configure_logging()
    stuck = create_app(Settings(), Parts(StuckBrain, text_to_speech=ScriptedTextToSpeech(1000)))
    serve(stuck, listeners_on("127.0.0.1", int(sys.argv[1])))
