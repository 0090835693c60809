"""Check what was read: rules over the whole ledger, and over a period that is to be reported."""
