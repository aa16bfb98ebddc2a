"""The permanent ledger of honours granted, corrected and revoked."""
