"""HTTP: bodies and credentials in, the contract's answers out."""
