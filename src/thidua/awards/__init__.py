"""The catalogue of awards and the law as dated, cited data."""
