"""The scheme's money: households' accounts and the ledger."""
