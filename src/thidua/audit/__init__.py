"""The journal: who did what to what, on behalf of whom, when and why. Append-only, sealed by a Merkle tree."""
