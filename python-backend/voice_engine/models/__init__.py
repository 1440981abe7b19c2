"""What performs the stages: speech models, brains, and the scripted fakes."""
