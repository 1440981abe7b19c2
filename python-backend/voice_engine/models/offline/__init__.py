"""The offline brain: it needs no language model and no network."""

from voice_engine.models.offline.brain import OfflineBrain
from voice_engine.models.offline.declarations import Manifest
from voice_engine.models.offline.matching import Embedder, MeaningMatcher, WordMatcher

__all__ = ["Embedder", "Manifest", "OfflineBrain", "build_offline_brain"]


def build_offline_brain(manifest: Manifest, embedder: Embedder | None) -> OfflineBrain:
    """A session's brain; without an embedder it matches requests by their words."""
    return OfflineBrain(manifest, MeaningMatcher(embedder) if embedder else WordMatcher())
