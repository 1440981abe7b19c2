"""Tests of the build, the scripts and the documents."""
