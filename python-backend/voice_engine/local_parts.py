"""The stages this machine has: the offline brain, and its speech models."""

from voice_engine.config import Settings
from voice_engine.models.manifest import manifest_source
from voice_engine.models.offline import build_offline_brain
from voice_engine.models.speech import build_speech, default_folder
from voice_engine.pipeline.parts import Parts


def local_parts(settings: Settings) -> Parts:
    """Choose by what is installed; what is missing is named and done without."""
    key = settings.toolserver_api_key
    manifest = manifest_source(settings.toolserver_url, key.get_secret_value() if key else None)
    speech = build_speech(settings.voice_engine_models or default_folder())

    async def close() -> None:
        await manifest.close()
        await speech.close()

    return Parts(
        brain=lambda: build_offline_brain(manifest, speech.embedder),
        turn_detector=speech.turn_detector,
        speech_to_text=speech.speech_to_text,
        text_to_speech=speech.text_to_speech,
        missing=speech.missing,
        close=close,
    )
