"""Bank of Peril: accounts on a double-entry ledger, transfers, cards."""
