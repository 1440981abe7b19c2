"""The scenario's branch of the migrations."""
